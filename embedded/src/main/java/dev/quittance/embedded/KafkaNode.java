package dev.quittance.embedded;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One KRaft node, broker and controller in one, started once and stopped once. Put together like
 * Kafka's own {@code KafkaRaftServer}, but broker and controller stop apart: a cluster must stop
 * all of its brokers while the controllers still have a majority to let them go.
 */
final class KafkaNode {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaNode.class);
  private static final Duration BROKER_STOP_TIMEOUT = Duration.ofSeconds(15);

  private final ControllerServer controller;
  private final BrokerServer broker;

  /** Opens the formatted directories named in the configuration. */
  KafkaNode(Properties properties) {
    KafkaConfig config = KafkaConfig.fromProps(properties, false);
    var directories = KafkaRaftServer.initializeLogDirs(config, LOG, "");
    MetaPropertiesEnsemble ensemble = directories._1();
    SharedServer shared =
        new SharedServer(
            config,
            ensemble,
            Time.SYSTEM,
            Server.initializeMetrics(config, Time.SYSTEM, ensemble.clusterId().orElseThrow()),
            CompletableFuture.completedFuture(
                QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
            List.of(),
            new StandardFaultHandlerFactory(),
            ServerSocketFactory.INSTANCE);
    this.broker = new BrokerServer(shared);
    this.controller =
        new ControllerServer(shared, KafkaRaftServer.configSchema(), directories._2());
  }

  /** Returns when the broker takes requests, which needs a majority of the controllers. */
  void start() {
    controller.startup();
    broker.startup();
  }

  /** Hands leadership over and stops the broker. Does nothing when it is not running. */
  void stopBroker() {
    broker.shutdown(BROKER_STOP_TIMEOUT);
  }

  /** Stops the controller. Does nothing when it is not running. */
  void stopController() {
    controller.shutdown();
  }
}
