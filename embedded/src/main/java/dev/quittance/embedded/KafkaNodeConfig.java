package dev.quittance.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The settings of one KRaft node on loopback, for a cluster that lives on one machine: quick to
 * start and to notice a lost peer, modest in memory, strict about what it promises.
 *
 * @param nodeId number of the node, from 1
 * @param brokerPort where clients and the other brokers connect
 * @param controllerPorts controller port of every node of the cluster by node id
 * @param directory the formatted directory of the node
 * @param adjustment has the last word
 */
record KafkaNodeConfig(
    int nodeId,
    int brokerPort,
    Map<Integer, Integer> controllerPorts,
    Path directory,
    Consumer<Properties> adjustment) {
  static final String CONTROLLER_LISTENER = "CONTROLLER";
  private static final String BROKER_LISTENER = "BROKER";

  /** The ports that it listens on. */
  List<Integer> ports() {
    return List.of(brokerPort, controllerPorts.getOrDefault(nodeId, 0));
  }

  Properties properties() {
    Properties settings = new Properties();
    identity(settings);
    durability(settings);
    coordinators(settings);
    resources(settings);
    adjustment.accept(settings);
    return settings;
  }

  private void identity(Properties settings) {
    String broker = BROKER_LISTENER + "://127.0.0.1:" + brokerPort;
    String controller =
        CONTROLLER_LISTENER + "://127.0.0.1:" + controllerPorts.getOrDefault(nodeId, 0);
    settings.setProperty("process.roles", "broker,controller");
    settings.setProperty("node.id", Integer.toString(nodeId));
    settings.setProperty("controller.quorum.voters", voters());
    settings.setProperty("listeners", broker + "," + controller);
    settings.setProperty("advertised.listeners", broker);
    settings.setProperty("inter.broker.listener.name", BROKER_LISTENER);
    settings.setProperty("controller.listener.names", CONTROLLER_LISTENER);
    settings.setProperty(
        "listener.security.protocol.map",
        BROKER_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
    settings.setProperty("log.dirs", directory.toString());
  }

  private String voters() {
    return controllerPorts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(node -> node.getKey() + "@127.0.0.1:" + node.getValue())
        .collect(Collectors.joining(","));
  }

  /** Every topic, Kafka's own ones included, is on all nodes; one of three may be away. */
  private void durability(Properties settings) {
    String replicas = Integer.toString(controllerPorts.size());
    String inSync = controllerPorts.size() > 1 ? "2" : "1";
    settings.setProperty("auto.create.topics.enable", "false");
    settings.setProperty("default.replication.factor", replicas);
    settings.setProperty("min.insync.replicas", inSync);
    settings.setProperty("offsets.topic.replication.factor", replicas);
    settings.setProperty("transaction.state.log.replication.factor", replicas);
    settings.setProperty("transaction.state.log.min.isr", inSync);
    settings.setProperty("share.coordinator.state.topic.replication.factor", replicas);
    settings.setProperty("share.coordinator.state.topic.min.isr", inSync);
  }

  private void coordinators(Properties settings) {
    settings.setProperty("offsets.topic.num.partitions", "4");
    settings.setProperty("transaction.state.log.num.partitions", "4");
    settings.setProperty("share.coordinator.state.topic.num.partitions", "2");
    settings.setProperty("group.initial.rebalance.delay.ms", "0");
    settings.setProperty("group.streams.initial.rebalance.delay.ms", "0");
    // A transaction whose owner was killed blocks its readers until this check finds it timed out.
    settings.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    // A node that was killed can register again only when its previous session is over.
    settings.setProperty("broker.heartbeat.interval.ms", "500");
    settings.setProperty("broker.session.timeout.ms", "3000");
  }

  private void resources(Properties settings) {
    settings.setProperty("num.network.threads", "2");
    settings.setProperty("num.io.threads", "4");
    settings.setProperty("num.replica.fetchers", "1");
    settings.setProperty("background.threads", "2");
    settings.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
    settings.setProperty("log.cleaner.io.buffer.size", "131072");
    settings.setProperty("log.index.size.max.bytes", "2097152");
  }
}
