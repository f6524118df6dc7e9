package dev.quittance.acceptance.line;

import dev.quittance.acceptance.stub.StubExecutors;
import dev.quittance.contracts.Deployment;
import dev.quittance.line.LineSetup;
import dev.quittance.line.LineStages;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.deploy.LogDeployment;
import dev.quittance.platform.deploy.PublishedLog;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.testing.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A line on real parts with one process for each stage and vendors of its own, set up and ready for
 * orders. Not thread-safe.
 */
public final class LineUnderTest implements AutoCloseable {
  /** The first process of each stage has this in its name. */
  public static final String FIRST = "a";

  private static final Duration CADENCE = Duration.ofSeconds(8);
  private static final Duration PAYOUT_DELAY = Duration.ofSeconds(1);
  private static final BigInteger IN_THE_VAULT = BigInteger.TEN.pow(12);

  private final LineFolder folder;
  private final Cluster cluster;
  private final StubExecutors stub;
  private final Settings settings;
  private final Keyring keys;
  private final Devnet devnet;
  private final String apiKey;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, StageProcess> processes = new TreeMap<>();
  private final List<String> accepted = new ArrayList<>();
  private final TopicReader topics;

  private LineUnderTest(
      LineFolder folder,
      Cluster cluster,
      StubExecutors stub,
      Settings settings,
      Keyring keys,
      Devnet devnet,
      String apiKey) {
    this.folder = folder;
    this.cluster = cluster;
    this.stub = stub;
    this.settings = settings;
    this.keys = keys;
    this.devnet = devnet;
    this.apiKey = apiKey;
    this.topics = new TopicReader(kafka(), SettingsWiring.recordSerdes(settings));
  }

  /** Sets a line up in an empty folder and waits until every stage is at work. */
  public static LineUnderTest bringUp(Path root, long seed) throws IOException {
    return bringUp(root, seed, Optional.empty());
  }

  /** The same with a guard before the broker, whom each stage has to tell who it is. */
  public static LineUnderTest bringUp(Path root, long seed, Optional<Guard> guard)
      throws IOException {
    LineFolder folder = new LineFolder(root, CADENCE);
    Keyring keys = folder.makeKeys();
    Cluster cluster = Cluster.start(root.resolve("cluster"), guard);
    StubExecutors stub = StubExecutors.start(root, seed);
    try {
      LineUnderTest line = setUp(folder, keys, cluster, stub);
      line.startAll();
      return line;
    } catch (IOException | RuntimeException | AssertionError e) {
      stub.close();
      cluster.close();
      throw e;
    }
  }

  private static LineUnderTest setUp(
      LineFolder folder, Keyring keys, Cluster cluster, StubExecutors stub) throws IOException {
    folder.writeSettings(cluster, stub.settings());
    Settings settings = folder.settings();
    String rpc = settings.chain().rpc();
    Devnet.giveGasMoney(rpc, List.of(keys.operator(), keys.payer(), keys.deployer()));
    Deployment deployment = LineSetup.deployContracts(settings, keys, PAYOUT_DELAY, true);
    LineSetup.applyTopics(settings);
    LineSetup.publishLog(settings, keys, deployment);
    String apiKey = Marketplace.publish(folder.settingsFile(), keys);
    Devnet devnet = new Devnet(rpc, deployment, keys.deployer());
    devnet.fundVault(IN_THE_VAULT);
    cluster.guard().ifPresent(guard -> guard.grantWhatIsPrinted(folder.settingsFile(), settings));
    return new LineUnderTest(folder, cluster, stub, settings, keys, devnet, apiKey);
  }

  private void startAll() {
    try {
      for (String stage : LineStages.NAMES) {
        process(stage, FIRST).start();
      }
      processes.values().forEach(StageProcess::awaitReady);
    } catch (RuntimeException | AssertionError e) {
      processes.values().forEach(StageProcess::close);
      throw e;
    }
  }

  /** A process of a stage; made when it is first asked for, and not started by that. */
  public StageProcess process(String stage, String which) {
    return processes.computeIfAbsent(
        stage + "-" + which,
        instance ->
            new StageProcess(
                http, folder, stage, instance, FreePorts.next(), environmentOf(stage)));
  }

  /** All processes that were ever started. */
  public List<StageProcess> processes() {
    return List.copyOf(processes.values());
  }

  /** Starts what is not running of the first processes, and waits for all. */
  public void restore() {
    for (String stage : LineStages.NAMES) {
      if (!process(stage, FIRST).isAlive()) {
        process(stage, FIRST).start();
      }
    }
    LineStages.NAMES.forEach(stage -> process(stage, FIRST).awaitReady());
  }

  /** The gateways, those that are down included. */
  public List<String> gateways() {
    return processes.values().stream()
        .filter(process -> process.stage().equals("ingest"))
        .map(StageProcess::url)
        .toList();
  }

  /** Places orders at the gateways. */
  public Customer customer() {
    return new Customer(http, this::gateways, apiKey, accepted);
  }

  /** Lets the tenant spend only so much on a day, in orders that are planned from then on. */
  public void capPerDay(String cap) throws IOException {
    Marketplace.capPerDay(folder.settingsFile(), cap);
  }

  /** The ids of all orders that were taken since the line came up. */
  public List<String> accepted() {
    synchronized (accepted) {
      return List.copyOf(accepted);
    }
  }

  /** Broker, registry and chain. */
  public Cluster cluster() {
    return cluster;
  }

  /** The vendors. */
  public StubExecutors stub() {
    return stub;
  }

  /** The contracts. */
  public Devnet devnet() {
    return devnet;
  }

  /** The tenant's API key. */
  public String apiKey() {
    return apiKey;
  }

  /** The folder of all files. */
  public Path root() {
    return folder.root();
  }

  /** The line's keys. */
  public Keyring keys() {
    return keys;
  }

  /** The receipt log, as it is published now. */
  public PublishedLog log() {
    try {
      return LogDeployment.read(kafka(), SettingsWiring.recordSerdes(settings));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whom the line's operator says to trust, in a file. */
  public Path trustFile() {
    Cli.Outcome printed = Cli.run("operator", "trust", "-c", settingsFile());
    if (printed.exitCode() != 0) {
      throw new AssertionError("no trust file: " + printed.out());
    }
    try {
      return Files.writeString(root().resolve("trust.json"), printed.out());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The operator's settings. */
  public Settings settings() {
    return settings;
  }

  /** Where they stand. */
  public Path settingsFile() {
    return folder.settingsFile();
  }

  /** The folder of all payloads. */
  public Path blobs() {
    return folder.blobs();
  }

  /** Plain Kafka clients. */
  public KafkaAccess kafka() {
    return SettingsWiring.kafkaAccess(settings);
  }

  /** Plain Kafka clients with the rights of a stage. */
  public KafkaAccess kafkaOf(String stage) {
    return SettingsWiring.kafkaAccess(folder.settings(environmentOf(stage)));
  }

  private Map<String, String> environmentOf(String stage) {
    return cluster.guard().map(guard -> guard.environmentOf(stage)).orElse(Map.of());
  }

  /** Reads the topics; the same one each time. */
  public TopicReader topics() {
    return topics;
  }

  /** The end of what each process wrote: to be read when a test fails. */
  public String said() {
    return processes.values().stream().map(StageProcess::tail).collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    processes.values().forEach(StageProcess::close);
    devnet.close();
    stub.close();
    cluster.close();
    http.shutdownNow();
  }
}
