package dev.quittance.platform.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Settings files for tests. */
final class SettingsFixture {
  /** What can't be left out, and nothing else. */
  static final String MINIMAL =
      """
      kafka:
        bootstrap.servers: 127.0.0.1:9092
      registry: { url: http://127.0.0.1:8080/apis/registry/v3 }
      chain: { rpc: http://127.0.0.1:8545 }
      log: { origin: log.example/receipts }
      """;

  private SettingsFixture() {}

  static SettingsFile.Outcome load(Path folder, String yaml, Map<String, String> environment) {
    Path file = folder.resolve("quittance.yaml");
    try {
      Files.writeString(file, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SettingsFile.load(file, environment);
  }

  static Settings settings(Path folder, String yaml, Map<String, String> environment) {
    return switch (load(folder, yaml, environment)) {
      case SettingsFile.Loaded(Settings settings) -> settings;
      case SettingsFile.Invalid(List<ConfigProblem> problems) ->
          throw new AssertionError("should load, but: " + problems);
    };
  }

  /** The problems as a person sees them, without the folder. */
  static List<String> problems(Path folder, String yaml, Map<String, String> environment) {
    return switch (load(folder, yaml, environment)) {
      case SettingsFile.Loaded(Settings settings) ->
          throw new AssertionError("should not load: " + settings);
      case SettingsFile.Invalid(List<ConfigProblem> problems) ->
          problems.stream().map(p -> p.toString().replace(folder + "/", "")).toList();
    };
  }
}
