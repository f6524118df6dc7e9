package dev.quittance.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.platform.stage.ExecutorDefinition;
import dev.quittance.platform.stage.ExecutorSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ExecutorSettingsTest {
  private static final String DEFINE =
      """
      executors:
        define:
          llm/local:
            type: openai
            provider: gpu
            maxTokens: 200
            apiKeyFile: keys/llm
            headers: { tokenFile: /etc/t }
            stop: [a, b]
          hook: { type: webhook }
      """;

  @TempDir private Path folder;

  private ExecutorSettings executors(String more) {
    return SettingsFixture.settings(folder, SettingsFixture.MINIMAL + more, Map.of()).executors();
  }

  @Test
  void definitionHasWhatItsTypeNeedsWithAbsolutePaths() {
    ExecutorSettings settings = executors(DEFINE);

    ExecutorDefinition local = Objects.requireNonNull(settings.define().get("llm/local"));
    assertThat(local.type()).isEqualTo("openai");
    assertThat(local.settings().toString())
        .isEqualTo(
            "{\"maxTokens\":200,\"apiKeyFile\":\"%s\",\"headers\":{\"tokenFile\":\"/etc/t\"},\"stop\":[\"a\",\"b\"]}"
                .formatted(folder.resolve("keys/llm")));
    assertThat(settings.providerOf("llm/local")).isEqualTo("gpu");
    assertThat(settings.providerOf("hook")).isEqualTo("hook");
    assertThat(settings.providerOf("elsewhere")).isEqualTo("elsewhere");
    assertThat(local.toString()).doesNotContain("maxTokens");
  }

  /** The first five lines are those that no settings can do without. */
  @Test
  void definitionKnowsWhereItsMembersStand() {
    ExecutorDefinition local = Objects.requireNonNull(executors(DEFINE).define().get("llm/local"));

    assertThat(local.place("/maxTokens")).endsWith("quittance.yaml:11:18");
    assertThat(local.place("/headers/missing")).endsWith("quittance.yaml:13:16");
    assertThat(local.place("/missing")).endsWith("quittance.yaml:8:5");
    assertThat(local.place("")).endsWith("quittance.yaml:8:5");
  }

  @Test
  void limitsAreTheDefaultUnlessNamed() {
    ExecutorSettings.Limits limits =
        executors("executors: { limits: { agent: 7, agents: { a: 9 }, tenants: } }").limits();

    assertThat(limits.agents()).containsEntry("a", 9);
    assertThat(limits.agent()).isEqualTo(7);
    assertThat(limits.tenant()).isEqualTo(1000);
    assertThat(limits.provider()).isEqualTo(1000);
  }

  @Test
  void variablesReachNestedSections() {
    Map<String, String> environment = Map.of("QUITTANCE_EXECUTORS_LIMITS_TENANT", "12");

    assertThat(
            SettingsFixture.settings(folder, SettingsFixture.MINIMAL, environment)
                .executors()
                .limits()
                .tenant())
        .isEqualTo(12);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(
            "executors: { inFlight: 0 }",
            "6:24: /executors/inFlight: 0 is too small; expected an integer from 1 to 10000"),
        Arguments.of(
            "executors: { define: { Llm: { type: a } } }",
            "6:24: /executors/define/Llm: is no name of an executor; expected lower-case letters,"
                + " digits and hyphens with at most one slash, such as llm/local, and not"
                + " builtin/…"),
        Arguments.of(
            "executors: { define: { builtin/x: { type: a } } }",
            "6:24: /executors/define/builtin~1x: is no name of an executor; expected lower-case"
                + " letters, digits and hyphens with at most one slash, such as llm/local, and not"
                + " builtin/…"),
        Arguments.of(
            "executors: { define: { llm: { url: a } } }",
            "6:24: /executors/define/llm/type: is missing; expected a type of executors that is on"
                + " the class path, for example openai"),
        Arguments.of(
            "executors: { define: { llm: { type: a, apiKey: sk-1 } } }",
            "6:40: /executors/define/llm/apiKey: is a secret and must not stand here; write it into"
                + " a file of its own and give that as apiKeyFile"),
        Arguments.of(
            "executors: { limits: { agents: { a: many } } }",
            "6:37: /executors/limits/agents/a: \"many\" is text; expected an integer from 1 to"
                + " 1000000"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void faultsAreNamedWithTheirPlace(String yaml, String problem) {
    assertThat(SettingsFixture.problems(folder, SettingsFixture.MINIMAL + yaml, Map.of()))
        .containsExactly("quittance.yaml:" + problem);
  }
}
