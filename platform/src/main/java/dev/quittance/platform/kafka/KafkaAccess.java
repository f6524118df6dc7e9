package dev.quittance.platform.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes Kafka clients from the settings that an operator gave.
 *
 * <p>Consumers read committed records only; producers wait for all replicas. Clients speak raw
 * bytes; {@link RecordSerdes} turns them into records.
 *
 * @param settings client settings passed through as they are: {@code bootstrap.servers}, TLS, SASL
 */
public record KafkaAccess(Map<String, String> settings) {
  private static final int PEEK_BYTES = 16 * 1024;

  /** The next look waits until the fetch that follows on the last one is answered. */
  private static final int PEEK_WAIT_MS = 5;

  public KafkaAccess {
    settings = Map.copyOf(settings);
  }

  /** Access to brokers without TLS or SASL. */
  public static KafkaAccess at(String bootstrapServers) {
    return new KafkaAccess(Map.of("bootstrap.servers", bootstrapServers));
  }

  /** An administration client. */
  public Admin admin() {
    return Admin.create(new HashMap<>(settings));
  }

  /** A consumer of committed records without a group: its owner assigns partitions and seeks. */
  public Consumer<byte[], byte[]> follower() {
    return follower(Map.of());
  }

  /** A follower that fetches little at a time, for looking at single records. */
  public Consumer<byte[], byte[]> peeker() {
    return follower(
        Map.of(
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            PEEK_BYTES,
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            PEEK_WAIT_MS));
  }

  private Consumer<byte[], byte[]> follower(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(settings);
    config.putAll(more);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * A consumer of committed records that shares partitions with the others of its group. It commits
   * nothing by itself and begins where its owner seeks to.
   *
   * @param instanceId names this member, so that it gets its partitions back when it restarts in
   *     time
   * @param maxPollRecords most records of one poll
   */
  public Consumer<byte[], byte[]> groupMember(
      String groupId, String instanceId, int maxPollRecords) {
    Map<String, Object> config = new HashMap<>(settings);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
    config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instanceId);
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_500);
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** An idempotent producer. */
  public Producer<byte[], byte[]> producer() {
    return producer(Map.of());
  }

  /** A transactional producer; starting it fences an older one with the same id. */
  public Producer<byte[], byte[]> transactionalProducer(String transactionalId) {
    return transactionalProducer(transactionalId, Duration.ofMinutes(1));
  }

  /**
   * A transactional producer; starting it fences an older one with the same id.
   *
   * @param patience how long a call waits for brokers that don't answer
   */
  public Producer<byte[], byte[]> transactionalProducer(String transactionalId, Duration patience) {
    Producer<byte[], byte[]> producer =
        producer(
            Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                transactionalId,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                patience.toMillis(),
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                // An open transaction stalls every read_committed consumer behind it.
                5000));
    try {
      producer.initTransactions();
      return producer;
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  private Producer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(settings);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.putAll(more);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
