package dev.quittance.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the demo keeps in its folder, as a user finds it there. */
record DemoData(Path root) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Path settingsFile() {
    return root.resolve("quittance.yaml");
  }

  Path trust() {
    return root.resolve("trust.json");
  }

  Path log() {
    return root.resolve("quittance.log");
  }

  /** The bundles that the last run left. */
  List<Path> bundles() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("bundles"))) {
      return files.sorted().toList();
    }
  }

  Settings settings() {
    return switch (SettingsFile.load(settingsFile(), Map.of())) {
      case SettingsFile.Loaded(Settings settings) -> settings;
      case SettingsFile.Invalid(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  String apiKey(String tenant) throws IOException {
    return json("api-keys.json").path(tenant).asText();
  }

  /** Address of the test dollar. */
  String asset() throws IOException {
    return json("deployment.json").path("testUsd").asText();
  }

  private JsonNode json(String file) throws IOException {
    return JSON.readTree(Files.readAllBytes(root.resolve(file)));
  }
}
