package dev.quittance.acceptance.line;

import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsFile;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.SeedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The files of a line: its keys, and for each process a folder with settings and data. Payloads lie
 * in one folder that all processes share.
 *
 * @param root of all of them
 * @param cadence length of a period
 */
public record LineFolder(Path root, Duration cadence) {
  /** The name of the line, in front of its consumer groups. */
  public static final String LINE = "chaos";

  private static final String PASSPHRASE = "a passphrase for tests";

  /** Makes the keys. */
  Keyring makeKeys() throws IOException {
    Files.createDirectories(blobs());
    SeedFile.writePrivately(
        root.resolve("passphrase"), (PASSPHRASE + "\n").getBytes(StandardCharsets.UTF_8));
    return SeedFile.create(root.resolve("seed.json"), PASSPHRASE);
  }

  /** The payloads of all processes. */
  public Path blobs() {
    return root.resolve("blobs");
  }

  /**
   * Writes the settings of a process, which keeps its data beside them.
   *
   * @param executors the section of that name, or nothing
   * @return the folder of both
   */
  Path process(String instance, Cluster cluster, int port, String executors) {
    Path folder = root.resolve(instance);
    String settings =
        """
        line: %s
        data: data
        kafka:
          bootstrap.servers: %s
        registry:
          url: %s
        chain:
          rpc: %s
          deployment: ../deployment.json
        log:
          origin: localhost/quittance-acceptance
          cadence: %s
          catchUp: merge
        http:
          port: %d
        streams:
          instanceId: %s
        keys:
          seed: ../seed.json
          passphraseFile: ../passphrase
        """
            .formatted(
                LINE,
                cluster.brokers(),
                cluster.registryUrl(),
                cluster.rpcUrl(),
                cadence,
                port,
                instance);
    try {
      Files.createDirectories(folder.resolve("data"));
      Files.writeString(folder.resolve("quittance.yaml"), settings + executors);
      Files.createSymbolicLink(folder.resolve("data/blobs"), blobs());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  /** Reads the settings of a process. */
  static Settings settings(Path folder) {
    return switch (SettingsFile.load(folder.resolve("quittance.yaml"), Map.of())) {
      case SettingsFile.Loaded(Settings settings) -> settings;
      case SettingsFile.Invalid(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  static int freePort() {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
