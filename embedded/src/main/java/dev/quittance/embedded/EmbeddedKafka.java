package dev.quittance.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The real Kafka (KRaft) inside this process, on loopback, with one node or with three. Cluster id,
 * topics and records are kept in the data directory; the ports too, as long as they are free.
 *
 * <p>Topics are never created by use. Three nodes mean replication factor 3 and two in-sync
 * replicas, so one node may be stopped without losing writes or records.
 *
 * <p>Thread-safe. Its threads are not daemons: the virtual machine ends by itself only after {@link
 * #close}. Without it the next start recovers the log, as after a crash.
 */
public final class EmbeddedKafka implements AutoCloseable {
  /**
   * What to start.
   *
   * @param nodes 1 or 3; a directory keeps the number that it was made with
   * @param ports the brokers' ports, one per node; empty means free ones are found
   * @param adjustment changes the settings of each node before it starts, for what this class
   *     doesn't know of, such as an authorizer or one more listener
   */
  public record Options(int nodes, List<Integer> ports, Consumer<Properties> adjustment) {
    /** Checks the numbers. */
    public Options {
      ports = List.copyOf(ports);
      if (nodes != 1 && nodes != 3) {
        throw new IllegalArgumentException("nodes must be 1 or 3, not " + nodes);
      }
      if (!ports.isEmpty() && ports.size() != nodes) {
        throw new IllegalArgumentException(
            "ports must name one port per node (" + nodes + ") or none, not " + ports.size());
      }
    }

    /** Nodes with the settings of this class. */
    public Options(int nodes, List<Integer> ports) {
      this(nodes, ports, _ -> {});
    }

    /** One node on a free port. */
    public static Options singleNode() {
      return new Options(1, List.of());
    }

    /** Three nodes on free ports. */
    public static Options threeNodes() {
      return new Options(3, List.of());
    }
  }

  private final DataDirLock lock;
  private final String clusterId;
  private final Map<Integer, KafkaNodeConfig> configs;
  private final Map<Integer, KafkaNode> running = new TreeMap<>();
  private boolean closed;

  private EmbeddedKafka(DataDirLock lock, String clusterId, Map<Integer, KafkaNodeConfig> configs) {
    this.lock = lock;
    this.clusterId = clusterId;
    this.configs = configs;
  }

  /**
   * Starts the nodes and returns when all of them take requests.
   *
   * @param dataDir its own directory, created and formatted if needed
   * @throws EmbeddedPartFailed when it cannot be started; nothing is left running then
   */
  public static EmbeddedKafka start(Path dataDir, Options options) {
    Path directory = dataDir.toAbsolutePath();
    DataDirLock lock = DataDirLock.take(EmbeddedPart.KAFKA, directory);
    try {
      KeptProperties kept = KeptProperties.open(directory.resolve("kept.properties"));
      String clusterId = clusterId(kept, directory, options.nodes());
      Map<Integer, KafkaNodeConfig> configs = configs(kept, directory, options);
      try {
        EmbeddedKafka kafka = new EmbeddedKafka(lock, clusterId, configs);
        kafka.startAll();
        return kafka;
      } finally {
        configs.values().forEach(config -> KeptPorts.letGo(config.ports()));
      }
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  /** Returns the addresses of all nodes, {@code host:port,…}, stopped ones included. */
  public String bootstrapServers() {
    return configs.values().stream()
        .map(config -> "127.0.0.1:" + config.brokerPort())
        .collect(Collectors.joining(","));
  }

  /** Returns the id that the directory was formatted with. */
  public String clusterId() {
    return clusterId;
  }

  /**
   * Stops one node in order: leaderships move to the others first.
   *
   * @param node number of the node, from 1
   */
  public synchronized void stopNode(int node) {
    KafkaNode stopped = running.remove(config(node).nodeId());
    if (stopped != null) {
      stopped.stopBroker();
      stopped.stopController();
    }
  }

  /**
   * Starts a stopped node again, on its port and with its data.
   *
   * @param node number of the node, from 1
   * @throws EmbeddedPartFailed when it cannot be started
   */
  public synchronized void startNode(int node) {
    KafkaNodeConfig config = config(node);
    if (closed || running.containsKey(node)) {
      return;
    }
    KafkaNode fresh = open(config);
    running.put(node, fresh);
    onAll(List.of(fresh), KafkaNode::start)
        .ifPresent(cause -> {
          stopNode(node);
          throw failed("node " + node + " could not be started", cause);
        });
  }

  /** Stops all nodes in order. Closing twice is harmless. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (lock) {
      List<KafkaNode> nodes = List.copyOf(running.values());
      running.clear();
      stop(nodes)
          .ifPresent(cause -> {
            throw failed("it did not stop in order", cause);
          });
    }
  }

  private synchronized void startAll() {
    try {
      configs.forEach((node, config) -> running.put(node, open(config)));
    } catch (RuntimeException e) {
      throw failed("its directory could not be opened", e);
    }
    List<KafkaNode> nodes = List.copyOf(running.values());
    onAll(nodes, KafkaNode::start)
        .ifPresent(cause -> {
          stop(nodes).ifPresent(cause::addSuppressed);
          throw failed("it could not be started", cause);
        });
  }

  private KafkaNodeConfig config(int node) {
    KafkaNodeConfig config = configs.get(node);
    if (config == null) {
      throw new IllegalArgumentException("node must be 1 to " + configs.size() + ", not " + node);
    }
    return config;
  }

  private KafkaNode open(KafkaNodeConfig config) {
    format(config, clusterId);
    return new KafkaNode(config.properties());
  }

  private static Optional<Throwable> stop(List<KafkaNode> nodes) {
    Optional<Throwable> brokers = onAll(nodes, KafkaNode::stopBroker);
    Optional<Throwable> controllers = onAll(nodes, KafkaNode::stopController);
    return brokers.or(() -> controllers);
  }

  /** Does it on all nodes at once, waits for all, and returns the first failure. */
  private static Optional<Throwable> onAll(List<KafkaNode> nodes, Consumer<KafkaNode> action) {
    List<Throwable> failures = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> results = new ArrayList<>();
      nodes.forEach(node -> results.add(threads.submit(() -> action.accept(node))));
      for (Future<?> result : results) {
        try {
          result.get();
        } catch (ExecutionException e) {
          failures.add(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          failures.add(e);
        }
      }
    }
    return failures.stream().findFirst();
  }

  private static String clusterId(KeptProperties kept, Path directory, int nodes) {
    String made = kept.get("nodes").orElse(Integer.toString(nodes));
    if (!made.equals(Integer.toString(nodes))) {
      throw new EmbeddedPartFailed(
          EmbeddedPart.KAFKA,
          directory + " was made for " + made + " node(s), not for " + nodes,
          "Start it with " + made + ", or choose another data directory.");
    }
    String id = kept.get("cluster.id").orElseGet(() -> Uuid.randomUuid().toString());
    kept.with("nodes", made).with("cluster.id", id).save();
    return id;
  }

  private static Map<Integer, KafkaNodeConfig> configs(
      KeptProperties kept, Path directory, Options options) {
    List<Integer> nodes = IntStream.rangeClosed(1, options.nodes()).boxed().toList();
    Map<Integer, Integer> controllers = ports(kept, nodes, "controller.");
    Map<Integer, Integer> brokers =
        options.ports().isEmpty() ? ports(kept, nodes, "broker.") : given(options.ports());
    Map<Integer, KafkaNodeConfig> configs = new TreeMap<>();
    for (int node : nodes) {
      int port = brokers.getOrDefault(node, 0);
      Path own = directory.resolve("node-" + node);
      configs.put(node, new KafkaNodeConfig(node, port, controllers, own, options.adjustment()));
    }
    return configs;
  }

  private static Map<Integer, Integer> ports(
      KeptProperties kept, List<Integer> nodes, String prefix) {
    Map<String, Integer> chosen =
        KeptPorts.choose(kept, nodes.stream().map(node -> prefix + node).toList());
    Map<Integer, Integer> ports = new TreeMap<>();
    nodes.forEach(node -> ports.put(node, chosen.getOrDefault(prefix + node, 0)));
    return ports;
  }

  private static Map<Integer, Integer> given(List<Integer> wanted) {
    Map<Integer, Integer> ports = new TreeMap<>();
    for (int port : wanted) {
      if (!KeptPorts.isFree(port)) {
        throw new EmbeddedPartFailed(
            EmbeddedPart.KAFKA,
            "port " + port + " on 127.0.0.1 is in use",
            "Choose another port, or none to have a free one found.");
      }
      ports.put(ports.size() + 1, port);
    }
    return ports;
  }

  /** Does nothing to a directory that is formatted already. */
  private static void format(KafkaNodeConfig config, String clusterId) {
    try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream())) {
      new Formatter()
          .setPrintStream(silent)
          .setNodeId(config.nodeId())
          .setClusterId(clusterId)
          .setControllerListenerName(KafkaNodeConfig.CONTROLLER_LISTENER)
          .setDirectories(List.of(config.directory().toString()))
          .setMetadataLogDirectory(config.directory().toString())
          .setIgnoreFormatted(true)
          .run();
    } catch (Exception e) { // what Kafka's formatter declares
      throw failed(config.directory() + " could not be formatted", e);
    }
  }

  private static EmbeddedPartFailed failed(String what, Throwable cause) {
    return new EmbeddedPartFailed(
        EmbeddedPart.KAFKA,
        what + " (" + cause + ")",
        "This process's own log has the broker's messages (loggers kafka and org.apache.kafka).",
        null,
        cause);
  }
}
