package dev.quittance.acceptance.line;

import dev.quittance.embedded.EmbeddedChain;
import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.embedded.EmbeddedRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Broker, registry and devnet, each of which can go away and come back where it was. */
public final class Cluster implements AutoCloseable {
  private static final int ONLY_NODE = 1;

  private final Path folder;
  private final EmbeddedKafka kafka;
  private final Optional<Guard> guard;
  private EmbeddedRegistry registry;
  private EmbeddedChain chain;

  private Cluster(
      Path folder,
      EmbeddedKafka kafka,
      Optional<Guard> guard,
      EmbeddedRegistry registry,
      EmbeddedChain chain) {
    this.folder = folder;
    this.kafka = kafka;
    this.guard = guard;
    this.registry = registry;
    this.chain = chain;
  }

  /**
   * Starts all three.
   *
   * @param guard stands before the broker; without one everybody may do everything
   */
  static Cluster start(Path folder, Optional<Guard> guard) {
    EmbeddedKafka.Options options =
        guard
            .map(it -> new EmbeddedKafka.Options(ONLY_NODE, List.of(), it::adjust))
            .orElseGet(EmbeddedKafka.Options::singleNode);
    EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), options);
    EmbeddedRegistry registry = null;
    try {
      registry = EmbeddedRegistry.start(folder.resolve("registry"), kafka.bootstrapServers());
      EmbeddedChain chain = EmbeddedChain.start(folder.resolve("chain"));
      return new Cluster(folder, kafka, guard, registry, chain);
    } catch (RuntimeException e) {
      if (registry != null) {
        registry.close();
      }
      kafka.close();
      throw e;
    }
  }

  /** Addresses of the brokers, as the line reaches them. */
  public String brokers() {
    return guard.map(Guard::brokers).orElseGet(kafka::bootstrapServers);
  }

  /** What stands before the broker. */
  Optional<Guard> guard() {
    return guard;
  }

  /** The registry's API. */
  public String registryUrl() {
    return registry.url();
  }

  /** The chain's JSON-RPC. */
  public String rpcUrl() {
    return chain.rpcUrl();
  }

  /** Takes the broker away. */
  public void stopBroker() {
    kafka.stopNode(ONLY_NODE);
  }

  /** Brings it back, on its port. */
  public void startBroker() {
    kafka.startNode(ONLY_NODE);
  }

  /** Takes the registry away. */
  public void stopRegistry() {
    registry.close();
  }

  /** Brings it back, on its port. */
  public void startRegistry() {
    registry = EmbeddedRegistry.start(folder.resolve("registry"), kafka.bootstrapServers());
  }

  /** Takes the chain's RPC away; no block is made meanwhile. */
  public void stopRpc() {
    chain.close();
  }

  /** Brings it back, on its port and with its blocks. */
  public void startRpc() {
    chain = EmbeddedChain.start(folder.resolve("chain"));
  }

  @Override
  public void close() {
    try (kafka;
        var registryToo = registry;
        var chainToo = chain) {
      assert registryToo != null && chainToo != null;
    }
  }
}
