package dev.quittance.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.platform.config.SettingsSchema.Entry;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTemplateTest {
  @TempDir private Path folder;

  @Test
  void templateLoadsToTheDefaults() {
    Settings settings =
        SettingsFixture.settings(folder, SettingsTemplate.render(Map.of()), Map.of());

    assertThat(settings)
        .isEqualTo(SettingsFixture.settings(folder, SettingsFixture.MINIMAL, Map.of()));
  }

  @Test
  void givenValuesStandInIt() {
    String password = "a \"b\" # ${c}: \\d\té";
    String template =
        SettingsTemplate.render(
            Map.of(
                "/line", "123",
                "/http/port", "0",
                "/log/cadence", "PT10S",
                "/data", "true",
                "/streams/instanceId", "pod-1",
                "/keys/passphraseFile", "- pass",
                "/kafka/bootstrap.servers", "127.0.0.1:4711",
                "/kafka/sasl.jaas.config", password,
                "/kafka/client.id", ""));

    Settings settings = SettingsFixture.settings(folder, template, Map.of());

    assertThat(settings.line()).isEqualTo("123");
    assertThat(settings.http().port()).isZero();
    assertThat(settings.log().cadence()).hasSeconds(10);
    assertThat(settings.data()).isEqualTo(folder.resolve("true"));
    assertThat(settings.streams().instanceId()).isEqualTo("pod-1");
    assertThat(settings.keys().passphraseFile()).isEqualTo(folder.resolve("- pass"));
    assertThat(settings.kafka().client())
        .isEqualTo(
            Map.of(
                "bootstrap.servers", "127.0.0.1:4711",
                "sasl.jaas.config", password,
                "client.id", ""));
  }

  @Test
  void unknownPointerIsRefused() {
    assertThatThrownBy(() -> SettingsTemplate.render(Map.of("/http/prot", "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("these name no settings: [/http/prot]");
  }

  @Test
  void everyKeyIsExplainedAndLinesAreShort() {
    String template = SettingsTemplate.render(Map.of());

    assertThat(template.lines()).allMatch(line -> line.length() <= 100);
    for (Entry entry : SettingsSchema.INSTANCE.settings()) {
      assertThat(template)
          .containsPattern("(?m)^ *(# )?" + Pattern.quote(entry.name()) + ":")
          .contains(entry.description().split(" ", 3)[0]);
    }
  }
}
