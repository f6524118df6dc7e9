package dev.quittance.cli.demo;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.Console;
import dev.quittance.cli.ExitCode;
import dev.quittance.contracts.Deployment;
import dev.quittance.embedded.EmbeddedCluster;
import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.embedded.StartEvent;
import dev.quittance.line.LineSetup;
import dev.quittance.line.LineStages;
import dev.quittance.line.OpenLine;
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
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A whole line on embedded real parts, brought up from nothing or from what an earlier run left.
 */
final class DemoLine implements AutoCloseable {
  /** How long a period lasts in the demo. */
  static final Duration CADENCE = Duration.ofSeconds(10);

  private static final String ORIGIN = "localhost/quittance-demo";
  private static final Duration PAYOUT_DELAY = Duration.ofSeconds(2);
  private static final Duration READY_TIMEOUT = Duration.ofSeconds(90);

  private final EmbeddedCluster cluster;
  private final OpenLine line;
  private final LineStages stages;
  private final Map<String, String> apiKeys;
  private final SampleCatalogue catalogue;
  private final AtomicReference<@Nullable Throwable> failure;

  private DemoLine(
      EmbeddedCluster cluster,
      OpenLine line,
      LineStages stages,
      Map<String, String> apiKeys,
      SampleCatalogue catalogue,
      AtomicReference<@Nullable Throwable> failure) {
    this.cluster = cluster;
    this.line = line;
    this.stages = stages;
    this.apiKeys = apiKeys;
    this.catalogue = catalogue;
    this.failure = failure;
  }

  /** Starts the embedded parts, sets the line up where it is not, and starts every stage. */
  static DemoLine bringUp(DemoFolder folder, Path samples, Console console) throws IOException {
    EmbeddedCluster cluster =
        EmbeddedCluster.start(
            folder.embedded(),
            new EmbeddedCluster.Options(EmbeddedKafka.Options.singleNode(), false),
            event -> report(event, console));
    try {
      return bringUp(folder, samples, console, cluster);
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static DemoLine bringUp(
      DemoFolder folder, Path samples, Console console, EmbeddedCluster cluster)
      throws IOException {
    Settings settings = settings(folder, cluster);
    Keyring keys = keys(folder);
    Instant started = Instant.now();
    VaultFunding.giveGasMoney(
        settings.chain().rpc(), List.of(keys.operator(), keys.payer(), keys.deployer()));
    Deployment deployment = LineSetup.deployContracts(settings, keys, PAYOUT_DELAY, true);
    console.done("contracts", "anchor " + deployment.anchor(), since(started));

    started = Instant.now();
    List<TopicDeployment.Change> changes = LineSetup.applyTopics(settings);
    LineSetup.publishLog(settings, keys, deployment);
    long changed = changes.stream().filter(c -> !c.action().equals("unchanged")).count();
    console.done(
        "topics, schemas", changes.size() + " checked, " + changed + " new", since(started));

    started = Instant.now();
    Map<String, String> apiKeys = folder.apiKeys(SampleCatalogue.tenantIds(samples));
    SampleCatalogue catalogue = SampleCatalogue.read(samples, keys, apiKeys);
    publish(settings, catalogue);
    console.done(
        "catalogue",
        "%d agents, %d policies, %d tenants"
            .formatted(
                catalogue.agents().size(), catalogue.policies().size(), catalogue.tenants().size()),
        since(started));
    return startStages(settings, console, cluster, apiKeys, catalogue);
  }

  private static DemoLine startStages(
      Settings settings,
      Console console,
      EmbeddedCluster cluster,
      Map<String, String> apiKeys,
      SampleCatalogue catalogue)
      throws IOException {
    Instant started = Instant.now();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    OpenLine line =
        OpenLine.open(settings, System.getenv(), problem -> failure.compareAndSet(null, problem));
    LineStages stages =
        LineStages.start(
            LineStages.all(settings.data()),
            line.context(),
            settings.http().host(),
            freePort(settings));
    DemoLine demo = new DemoLine(cluster, line, stages, apiKeys, catalogue, failure);
    demo.awaitReady(started);
    console.done(
        "stages",
        "%s, http://%s:%d"
            .formatted(
                String.join(" ", stages.ready()),
                settings.http().host(),
                stages.httpPort().orElse(0)),
        since(started));
    return demo;
  }

  /** The line that runs. */
  OpenLine line() {
    return line;
  }

  /** Its settings. */
  Settings settings() {
    return line.settings();
  }

  /** Base URL of the gateway. */
  String gatewayUrl() {
    return "http://" + settings().http().host() + ":" + stages.httpPort().orElseThrow();
  }

  /** API key by tenant. */
  Map<String, String> apiKeys() {
    return apiKeys;
  }

  /** The sample agents, policies and tenants. */
  SampleCatalogue catalogue() {
    return catalogue;
  }

  /** Fails when a stage has stopped for good. */
  void requireHealthy() {
    Throwable problem = failure.get();
    if (problem != null) {
      throw new CommandFailure(
          ExitCode.FAILED, "a stage stopped: " + problem, "The log file says more.");
    }
  }

  @Override
  public void close() {
    stages.close();
    line.close();
    cluster.close();
  }

  private void awaitReady(Instant started) {
    while (!stages.allReady()) {
      requireHealthy();
      if (since(started).compareTo(READY_TIMEOUT) > 0) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "only these stages are at work after "
                + READY_TIMEOUT.toSeconds()
                + " s: "
                + stages.ready(),
            "The log file says more.");
      }
      Pause.ofMillis(100);
    }
  }

  private static Settings settings(DemoFolder folder, EmbeddedCluster cluster) throws IOException {
    Map<String, String> given = new TreeMap<>();
    given.put("/line", "demo");
    given.put("/data", "data");
    given.put("/kafka/bootstrap.servers", cluster.kafka().bootstrapServers());
    given.put("/registry/url", cluster.registry().url());
    given.put("/chain/rpc", cluster.chain().rpcUrl());
    given.put("/log/origin", ORIGIN);
    given.put("/log/cadence", CADENCE.toString());
    given.put("/log/catchUp", "merge");
    given.put("/keys/seed", folder.seed().getFileName().toString());
    given.put("/keys/passphraseFile", folder.passphrase().getFileName().toString());
    given.put("/streams/instanceId", "demo");
    Files.writeString(folder.settings(), SettingsTemplate.render(given));
    return switch (SettingsFile.load(folder.settings(), Map.of())) {
      case SettingsFile.Loaded(Settings settings) -> settings;
      case SettingsFile.Invalid(var problems) ->
          throw new IOException("the demo's own settings are refused: " + problems);
    };
  }

  private static Keyring keys(DemoFolder folder) throws IOException {
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

  /** The usual port where it is free, any other one where it is not: a demo must not fail on it. */
  private static int freePort(Settings settings) {
    try (var probe =
        new java.net.ServerSocket(
            settings.http().port(), 1, java.net.InetAddress.getByName(settings.http().host()))) {
      return probe.getLocalPort();
    } catch (IOException e) {
      return 0;
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
