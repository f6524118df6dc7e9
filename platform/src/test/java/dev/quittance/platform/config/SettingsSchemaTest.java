package dev.quittance.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.platform.config.SettingsSchema.Entry;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema is the documentation: it must be complete and say what the code does. */
final class SettingsSchemaTest {
  @TempDir private Path folder;

  static Stream<Entry> entries() {
    SettingsSchema schema = SettingsSchema.INSTANCE;
    return Stream.concat(schema.entries("").stream(), schema.settings().stream()).distinct();
  }

  static Stream<Arguments> defaults() {
    return SettingsSchema.INSTANCE.settings().stream()
        .flatMap(entry ->
            entry.defaultValue().stream()
                .map(value -> Arguments.of(entry.pointer(), value.asString())));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void everyKeyIsDescribed(Entry entry) {
    assertThat(entry.description()).endsWith(".").contains(" ");
    assertThat(SettingsSchema.INSTANCE.expected(entry.pointer())).isNotEqualTo("nothing");
    for (String bound : new String[] {"minimum", "maximum"}) {
      if (entry.schema().has(bound)) {
        assertThat(SettingsSchema.INSTANCE.expected(entry.pointer()))
            .contains(entry.schema().path(bound).asString());
      }
    }
  }

  /** Writing every default out gives what leaving everything out gives. */
  @ParameterizedTest
  @MethodSource("defaults")
  void defaultIsTheOneInCode(String pointer, String value) {
    Settings plain = SettingsFixture.settings(folder, SettingsFixture.MINIMAL, Map.of());

    Map<String, String> environment = Map.of(Environment.variable(pointer), value);

    assertThat(SettingsFixture.settings(folder, SettingsFixture.MINIMAL, environment))
        .isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource({
    "/line, a, true",
    "/line, Blue, false",
    "/line, -a, false",
    "/log/origin, log.example/r, true",
    "/log/origin, log+example, false",
    "/log/origin, lögs, false",
    "/log/cadence, PT1S, true",
    "/log/cadence, P1DT2H3M4S, true",
    "/log/cadence, P999DT9999H99999M9999999S, true",
    "/log/cadence, P1D, true",
    "/log/cadence, PT0S, false",
    "/log/cadence, PT, false",
    "/log/cadence, P, false",
    "/log/cadence, P1DT, false",
    "/log/cadence, PT0.5S, false",
    "/log/cadence, PT-5S, false",
    "/log/cadence, 24h, false",
    "/log/cadence, pt1s, false",
    "/log/lanes, 1024, true",
    "/log/lanes, 1025, false",
    "/log/lanes, 0, false",
    "/http/port, 65535, true",
    "/http/port, 65536, false",
    "/http/port, -1, false",
    "/http/port, 99999999999999999999, false",
    "/http/host, '::1', true",
    "/http/host, a b, false",
    "/chain/rpc, http://[::1]:8545, true",
    "/chain/rpc, https://u:p@h.example/x?k=v, true",
    "/chain/rpc, ws://h.example, false",
    "/chain/rpc, http://h/{x}, false",
    "/chain/rpc, 'http://', false",
    "/registry/url, http://h.example/v3?x, false",
    "/kafka/bootstrap.servers, 'a:1,b:2', true",
    "/kafka/bootstrap.servers, a, false",
    "/kafka/bootstrap.servers, 'a:1, b:2', false",
    "/kafka/bootstrap.servers, 'a:1,', false",
    "/streams/commitIntervalMs, 5000, true",
    "/streams/commitIntervalMs, 5001, false",
    "/streams/threads, 65, false",
    "/streams/instanceId, a b, false",
    "/topics/replication, 0, false",
    "/topics/replication, 32, true",
  })
  void rangesAndForms(String pointer, String value, boolean fits) {
    Map<String, String> environment = Map.of(Environment.variable(pointer), value);

    SettingsFile.Outcome outcome =
        SettingsFixture.load(folder, SettingsFixture.MINIMAL, environment);

    assertThat(outcome instanceof SettingsFile.Loaded).isEqualTo(fits);
  }
}
