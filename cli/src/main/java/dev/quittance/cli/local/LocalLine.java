package dev.quittance.cli.local;

import dev.quittance.cli.Console;
import dev.quittance.cli.DevnetGas;
import dev.quittance.contracts.Deployment;
import dev.quittance.embedded.EmbeddedCluster;
import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.embedded.StartEvent;
import dev.quittance.line.LineSetup;
import dev.quittance.planning.Catalogue;
import dev.quittance.platform.catalogue.CatalogueFollower;
import dev.quittance.platform.catalogue.CataloguePublisher;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsFile;
import dev.quittance.platform.config.SettingsTemplate;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.deploy.TopicDeployment;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.SeedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A line on embedded real parts, set up from nothing or from what an earlier run left, for stages
 * to run on. Closing it stops the parts.
 */
public final class LocalLine implements AutoCloseable {
  private static final Duration PAYOUT_DELAY = Duration.ofSeconds(2);

  private final EmbeddedCluster cluster;
  private final Settings settings;
  private final Map<String, String> apiKeys;
  private final SampleCatalogue catalogue;

  /**
   * What kind of line.
   *
   * @param name of the line and of this process among those that run it
   * @param cadence length of a period
   * @param samples folder with the sample catalogue; empty for a line that knows nobody yet
   */
  public record Spec(String name, Duration cadence, Optional<Path> samples) {}

  private LocalLine(
      EmbeddedCluster cluster,
      Settings settings,
      Map<String, String> apiKeys,
      SampleCatalogue catalogue) {
    this.cluster = cluster;
    this.settings = settings;
    this.apiKeys = apiKeys;
    this.catalogue = catalogue;
  }

  /** Starts the embedded parts, and sets the line up where it is not. */
  public static LocalLine bringUp(LocalFolder folder, Spec spec, Console console)
      throws IOException {
    EmbeddedCluster cluster =
        EmbeddedCluster.start(
            folder.embedded(),
            new EmbeddedCluster.Options(EmbeddedKafka.Options.singleNode(), false),
            event -> report(event, console));
    try {
      return setUp(folder, spec, console, cluster);
    } catch (IOException | RuntimeException e) {
      // An interruption that ended the start must not cut the stop short.
      boolean isInterrupted = Thread.interrupted();
      cluster.close();
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
      throw e;
    }
  }

  private static LocalLine setUp(
      LocalFolder folder, Spec spec, Console console, EmbeddedCluster cluster) throws IOException {
    Settings settings = settings(folder, spec, cluster);
    Keyring keys = keys(folder);
    Instant started = Instant.now();
    DevnetGas.give(settings.chain().rpc(), List.of(keys.operator(), keys.payer(), keys.deployer()));
    Deployment deployment = LineSetup.deployContracts(settings, keys, PAYOUT_DELAY, true);
    console.done("contracts", "anchor " + deployment.anchor(), since(started));

    started = Instant.now();
    List<TopicDeployment.Change> changes = LineSetup.applyTopics(settings);
    LineSetup.publishLog(settings, keys, deployment);
    long changed = changes.stream().filter(c -> !c.action().equals("unchanged")).count();
    console.done(
        "topics, schemas", changes.size() + " checked, " + changed + " new", since(started));
    if (spec.samples().isEmpty()) {
      return new LocalLine(
          cluster, settings, Map.of(), new SampleCatalogue(List.of(), List.of(), List.of()));
    }

    started = Instant.now();
    Path samples = spec.samples().get();
    Map<String, String> apiKeys = folder.apiKeys(SampleCatalogue.tenantIds(samples));
    SampleCatalogue catalogue = SampleCatalogue.read(samples, keys, apiKeys);
    publish(settings, catalogue);
    console.done(
        "catalogue",
        "%d agents, %d policies, %d tenants"
            .formatted(
                catalogue.agents().size(), catalogue.policies().size(), catalogue.tenants().size()),
        since(started));
    return new LocalLine(cluster, settings, apiKeys, catalogue);
  }

  /** Its settings, which also stand in its folder. */
  public Settings settings() {
    return settings;
  }

  /** API key by sample tenant. */
  public Map<String, String> apiKeys() {
    return apiKeys;
  }

  /** The sample agents, policies and tenants. */
  public SampleCatalogue catalogue() {
    return catalogue;
  }

  @Override
  public void close() {
    cluster.close();
  }

  private static Settings settings(LocalFolder folder, Spec spec, EmbeddedCluster cluster)
      throws IOException {
    Map<String, String> given = new TreeMap<>();
    given.put("/line", spec.name());
    given.put("/data", "data");
    given.put("/kafka/bootstrap.servers", cluster.kafka().bootstrapServers());
    given.put("/registry/url", cluster.registry().url());
    given.put("/chain/rpc", cluster.chain().rpcUrl());
    given.put("/log/origin", "localhost/quittance-" + spec.name());
    given.put("/log/cadence", spec.cadence().toString());
    given.put("/log/catchUp", "merge");
    given.put("/keys/seed", folder.seed().getFileName().toString());
    given.put("/keys/passphraseFile", folder.passphrase().getFileName().toString());
    given.put("/streams/instanceId", spec.name());
    given.put("/webhooks/allowPrivateTargets", "true");
    Files.writeString(folder.settings(), SettingsTemplate.render(given));
    return switch (SettingsFile.load(folder.settings(), Map.of())) {
      case SettingsFile.Loaded(Settings settings) -> settings;
      case SettingsFile.Invalid(var problems) ->
          throw new IOException("the line's own settings are refused: " + problems);
    };
  }

  private static Keyring keys(LocalFolder folder) throws IOException {
    String passphrase = folder.ensurePassphrase();
    return Files.exists(folder.seed())
        ? SeedFile.open(folder.seed(), passphrase)
        : SeedFile.create(folder.seed(), passphrase);
  }

  /** Publishes what is not yet in the catalogue as it should be. */
  private static void publish(Settings settings, SampleCatalogue wanted) {
    var kafka = SettingsWiring.kafkaAccess(settings);
    var serdes = SettingsWiring.recordSerdes(settings);
    try (CatalogueFollower present = CatalogueFollower.open(kafka, serdes);
        CataloguePublisher publisher = new CataloguePublisher(kafka, serdes)) {
      Catalogue known = present.snapshot();
      wanted.agents().stream()
          .filter(agent -> !known.agents().containsKey(agent.id()))
          .forEach(publisher::publish);
      wanted.policies().stream()
          .filter(policy -> known.policy(policy.id()).isEmpty())
          .forEach(publisher::publish);
      wanted.tenants().stream()
          .filter(tenant -> known.tenant(tenant.id()).isEmpty())
          .forEach(publisher::publish);
    }
  }

  private static void report(StartEvent event, Console console) {
    switch (event) {
      case StartEvent.Starting(var part) ->
          console.draw(List.of("  " + part.title() + " starts …"));
      case StartEvent.Ready(var part, Duration took) -> console.done(part.title(), "", took);
    }
  }

  private static Duration since(Instant started) {
    return Duration.between(started, Instant.now());
  }
}
