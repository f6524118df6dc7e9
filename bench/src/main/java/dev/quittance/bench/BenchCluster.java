package dev.quittance.bench;

import dev.quittance.contracts.Deployment;
import dev.quittance.embedded.EmbeddedCluster;
import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.line.LineSetup;
import dev.quittance.platform.catalogue.CataloguePublisher;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsFile;
import dev.quittance.platform.config.SettingsTemplate;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.SeedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The embedded parts and a line that has been set up on them, with none of its stages at work. */
record BenchCluster(EmbeddedCluster parts, Settings settings) implements AutoCloseable {
  /** So long that no period ends, and no transaction is sent, while something is measured. */
  private static final Duration CADENCE = Duration.ofHours(6);

  private static final Duration PAYOUT_DELAY = Duration.ofMinutes(1);
  private static final String PASSPHRASE = "bench";
  private static final String PASSPHRASE_FILE = "passphrase";
  private static final String SEED_FILE = "seed.json";

  /** Starts the parts in a folder and sets a line up. */
  static BenchCluster start(Path folder, int lanes, Consumer<String> progress) throws IOException {
    return start(folder, lanes, CADENCE, progress);
  }

  /** The same with periods of another length. */
  static BenchCluster start(Path folder, int lanes, Duration cadence, Consumer<String> progress)
      throws IOException {
    EmbeddedCluster parts =
        EmbeddedCluster.start(
            folder.resolve("embedded"),
            new EmbeddedCluster.Options(EmbeddedKafka.Options.singleNode(), true),
            _ -> {});
    try {
      progress.accept("broker, registry and devnet are up");
      Settings settings = settings(folder, parts, lanes, cadence);
      setUp(settings, SeedFile.create(folder.resolve(SEED_FILE), PASSPHRASE));
      BareChain.createTopics(SettingsWiring.kafkaAccess(settings), lanes);
      return new BenchCluster(parts, settings);
    } catch (IOException | RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  @Override
  public void close() {
    parts.close();
  }

  private static Settings settings(Path folder, EmbeddedCluster parts, int lanes, Duration cadence)
      throws IOException {
    Map<String, String> given = new TreeMap<>();
    given.put("/line", "bench");
    given.put("/data", "data");
    given.put("/kafka/bootstrap.servers", parts.kafka().bootstrapServers());
    given.put("/registry/url", parts.registry().url());
    given.put("/chain/rpc", parts.chain().rpcUrl());
    given.put("/log/origin", "localhost/quittance-bench");
    given.put("/log/lanes", Integer.toString(lanes));
    given.put("/log/cadence", cadence.toString());
    given.put("/keys/seed", SEED_FILE);
    given.put("/keys/passphraseFile", PASSPHRASE_FILE);
    given.put("/streams/instanceId", "bench");
    Files.writeString(folder.resolve(PASSPHRASE_FILE), PASSPHRASE + "\n");
    Path file = folder.resolve("quittance.yaml");
    Files.writeString(file, SettingsTemplate.render(given));
    return switch (SettingsFile.load(file, Map.of())) {
      case SettingsFile.Loaded(Settings settings) -> settings;
      case SettingsFile.Invalid(var problems) ->
          throw new IOException("the benchmark's own settings are refused: " + problems);
    };
  }

  private static void setUp(Settings settings, Keyring keys) throws IOException {
    GasMoney.give(settings.chain().rpc(), List.of(keys.operator(), keys.payer(), keys.deployer()));
    Deployment deployment = LineSetup.deployContracts(settings, keys, PAYOUT_DELAY, false);
    LineSetup.applyTopics(settings);
    LineSetup.publishLog(settings, keys, deployment);
    try (CataloguePublisher publisher =
        new CataloguePublisher(
            SettingsWiring.kafkaAccess(settings), SettingsWiring.recordSerdes(settings))) {
      BenchCatalogue.publish(publisher, keys);
    }
  }
}
