package dev.quittance.acceptance.line;

import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsFile;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.SeedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The files of a line: its keys and settings, the data of its processes, and what they write.
 *
 * @param root of all of them
 * @param cadence length of a period
 */
public record LineFolder(Path root, Duration cadence) {
  /** The name of the line, in front of its consumer groups. */
  public static final String LINE = "chaos";

  /** Opens the seed. */
  public static final String PASSPHRASE = "a passphrase for tests";

  /** Makes the keys. */
  Keyring makeKeys() throws IOException {
    SeedFile.writePrivately(
        passphraseFile(root), (PASSPHRASE + "\n").getBytes(StandardCharsets.UTF_8));
    return SeedFile.create(root.resolve("seed.json"), PASSPHRASE);
  }

  /** Where the passphrase is. */
  public static Path passphraseFile(Path root) {
    return root.resolve("passphrase");
  }

  /** The settings of all processes. */
  Path settingsFile() {
    return root.resolve("quittance.yaml");
  }

  /** The payloads of all processes. */
  Path blobs() {
    return root.resolve("data/blobs");
  }

  /** Where a process writes its log. */
  Path log(String instance, int run) {
    return root.resolve(instance + "." + run + ".log");
  }

  /**
   * Writes the settings.
   *
   * @param executors the section of that name
   */
  void writeSettings(Cluster cluster, String executors) throws IOException {
    String settings =
        """
        line: %s
        data: data
        kafka:
          bootstrap.servers: %s
        %sregistry:
          url: %s
        chain:
          rpc: %s
          deployment: deployment.json
        log:
          origin: localhost/quittance-acceptance
          cadence: %s
          catchUp: merge
        keys:
          seed: seed.json
          passphraseFile: passphrase
        """
            .formatted(
                LINE,
                cluster.brokers(),
                cluster.guard().map(Guard::settings).orElse(""),
                cluster.registryUrl(),
                cluster.rpcUrl(),
                cadence);
    Files.createDirectories(blobs());
    Files.writeString(settingsFile(), settings + executors);
  }

  /** Reads the settings. */
  Settings settings() {
    return settings(Map.of());
  }

  /** The same as a process with these environment variables reads them. */
  Settings settings(Map<String, String> environment) {
    return switch (SettingsFile.load(settingsFile(), environment)) {
      case SettingsFile.Loaded(Settings settings) -> settings;
      case SettingsFile.Invalid(var problems) -> throw new AssertionError(problems.toString());
    };
  }
}
