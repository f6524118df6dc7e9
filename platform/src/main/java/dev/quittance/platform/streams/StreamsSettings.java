package dev.quittance.platform.streams;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.metrics.StageObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The settings that every stage's topology runs under.
 *
 * @param kafka how brokers are reached
 * @param applicationPrefix in front of application ids, so that several lines share a cluster
 * @param stateDirectory where local stores are kept over a restart
 * @param instanceId names this process among those of the same stage; kept over its restarts, so
 *     that a restarted process gets its partitions back without a rebalance
 * @param replicationFactor of changelogs; at most the number of brokers
 * @param commitIntervalMs how long results wait for their transaction
 * @param threads stream threads of one stage
 * @param meters where stages measure
 */
public record StreamsSettings(
    KafkaAccess kafka,
    String applicationPrefix,
    Path stateDirectory,
    String instanceId,
    int replicationFactor,
    int commitIntervalMs,
    int threads,
    MeterRegistry meters) {

  /** A member of the group that says nothing for this long has lost its partitions. */
  private static final int SESSION_TIMEOUT_MS = 10_000;

  /** An open transaction stalls those who read after it; it must not outlive a session. */
  private static final int TRANSACTION_TIMEOUT_MS = 10_000;

  /** Settings of a process that measures nothing. */
  public StreamsSettings(
      KafkaAccess kafka,
      String applicationPrefix,
      Path stateDirectory,
      String instanceId,
      int replicationFactor,
      int commitIntervalMs,
      int threads) {
    this(
        kafka,
        applicationPrefix,
        stateDirectory,
        instanceId,
        replicationFactor,
        commitIntervalMs,
        threads,
        new CompositeMeterRegistry());
  }

  /** The same settings for one of several processes, which has a name and a folder of its own. */
  public StreamsSettings of(String instance, Path folder) {
    return new StreamsSettings(
        kafka,
        applicationPrefix,
        folder,
        instance,
        replicationFactor,
        commitIntervalMs,
        threads,
        meters);
  }

  /** The same settings, measured into a registry. */
  public StreamsSettings measuredBy(MeterRegistry registry) {
    return new StreamsSettings(
        kafka,
        applicationPrefix,
        stateDirectory,
        instanceId,
        replicationFactor,
        commitIntervalMs,
        threads,
        registry);
  }

  /** The application id of a stage. */
  public String applicationId(String stage) {
    return applicationPrefix + "-" + stage;
  }

  /** What the members of a stage's group in this process are called, before their number. */
  String groupInstanceId(String stage) {
    return instanceId + "-" + stage;
  }

  /** Where a stage of this process keeps its count of records that crashed it. */
  public Path strikesFile(String stage) {
    return stateDirectory.resolve(applicationId(stage) + ".strikes.json");
  }

  /** Kafka Streams' properties for one stage. */
  public Properties of(String stage) {
    Properties properties = new Properties();
    properties.putAll(kafka.settings());
    properties.put(StageObserver.CONFIG, StageObserver.of(meters, stage));
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId(stage));
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitIntervalMs);
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replicationFactor);
    properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 100);
    properties.put(
        StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class.getName());
    properties.put(
        StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class.getName());
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedRocksDb.class.getName());
    properties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
        UndecodableToDeadLetters.class.getName());
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
        groupInstanceId(stage));
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MS);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        SESSION_TIMEOUT_MS / 4);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        TRANSACTION_TIMEOUT_MS);
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
    return properties;
  }
}
