package dev.quittance.executor.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.api.EffectClass;
import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.api.InvalidExecutorSettings;
import dev.quittance.executor.api.TaskExecutor;
import dev.quittance.executor.api.TaskExecutorFactory;
import dev.quittance.platform.stage.ExecutorDefinition;
import dev.quittance.platform.stage.ExecutorSettings;
import dev.quittance.platform.stage.UnusableSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExecutorRegistryTest {
  private static final String FILE = "quittance.yaml:";

  /** Makes executors of one type that want a member {@code url}. */
  private record Factory(String type) implements TaskExecutorFactory {
    @Override
    public TaskExecutor create(String name, ObjectNode settings) throws InvalidExecutorSettings {
      if (!settings.has("url")) {
        throw new InvalidExecutorSettings("/url", "is missing; expected an address");
      }
      return StubExecutor.of(EffectClass.KEYED, _ -> StubExecutor.output(name));
    }
  }

  private static ExecutorRegistry open(Map<String, ExecutorDefinition> define) {
    ExecutorSettings none = ExecutorSettings.none();
    return ExecutorRegistry.open(
        new ExecutorSettings(1, Duration.ZERO, 1 << 20, none.limits(), define),
        List.of(new Factory("a"), new Factory("b")),
        new FakeClock());
  }

  private static ExecutorDefinition definition(String type, ObjectNode settings) {
    return new ExecutorDefinition(
        type, "p", settings, Map.of("", FILE + "8:5", "/type", FILE + "9:13"));
  }

  @Test
  void notesNameTheExecutorsThatAreLeftAlone() {
    FakeClock clock = new FakeClock();
    StubExecutor stub = StubExecutor.of(EffectClass.KEYED, _ -> StubExecutor.output("x"));
    ExecutorRegistry registry =
        StubExecutor.registry(clock, Map.of("stub/here", stub, "stub/away", stub));
    assertThat(registry.notes()).isEmpty();

    Circuit away = registry.find("stub/away").orElseThrow().circuit();
    for (int call = 0; call < Circuit.LEAST_CALLS; call++) {
      away.acquire().orElseThrow().ended(StubExecutor.failed(FailureCause.UNAVAILABLE));
    }

    assertThat(registry.notes())
        .containsExactly("the last calls of stub/away failed; none is made for some seconds");
    clock.advance(Circuit.OPEN_FOR);
    assertThat(registry.notes())
        .containsExactly("the last calls of stub/away failed; a few are tried again");
  }

  @Test
  void executorsAreFoundByName() {
    ObjectNode settings = JsonNodeFactory.instance.objectNode().put("url", "http://a");

    try (ExecutorRegistry registry =
        open(Map.of("y", definition("b", settings), "x/1", definition("a", settings)))) {
      assertThat(registry.names()).containsExactly("x/1", "y");
      assertThat(registry.find("x/1")).isPresent();
      assertThat(registry.find("z")).isEmpty();
      assertThat(registry.circuits()).containsEntry("y", CircuitState.CLOSED);
    }
  }

  @Test
  void allFaultsAreNamedWithTheirPlace() {
    ObjectNode empty = JsonNodeFactory.instance.objectNode();

    assertThatThrownBy(
            () -> open(Map.of("llm/x", definition("openia", empty), "w", definition("b", empty))))
        .isInstanceOf(UnusableSettings.class)
        .hasMessage(
            FILE
                + "9:13: /executors/define/llm~1x/type: \"openia\" is no type of executors;"
                + " expected one of a, b\n"
                + FILE
                + "8:5: /executors/define/w/url: is missing; expected an address");
  }
}
