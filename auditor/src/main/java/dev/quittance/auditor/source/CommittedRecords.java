package dev.quittance.auditor.source;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads committed records with plain consumers, without a group: nothing on the cluster remembers
 * it. Thread-safe; every call has a consumer of its own.
 */
final class CommittedRecords {

  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int REQUEST_TIMEOUT_MS = 10_000;

  private final Map<String, Object> config = new HashMap<>();
  private final String brokers;

  CommittedRecords(Map<String, String> settings) {
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    config.putAll(settings);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    this.brokers = settings.getOrDefault("bootstrap.servers", "(no bootstrap.servers given)");
  }

  /** The end of the committed records of each partition of a topic; none if there is no topic. */
  Map<TopicPartition, Long> ends(String topic) throws LogUnavailableException {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      Collection<PartitionInfo> partitions = consumer.partitionsFor(topic);
      if (partitions == null || partitions.isEmpty()) {
        return Map.of();
      }
      return consumer.endOffsets(
          partitions.stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList());
    } catch (UnknownTopicOrPartitionException _) {
      return Map.of();
    } catch (KafkaException e) {
      throw unreachable(topic, e);
    }
  }

  /** Begins to read a partition from an offset to what is committed now. */
  Reading open(TopicPartition partition, long from) throws LogUnavailableException {
    KafkaConsumer<byte[], byte[]> consumer = consumer();
    try {
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      if (from > 0) {
        consumer.seek(partition, from);
      } else {
        consumer.seekToBeginning(List.of(partition));
      }
      return new Reading(consumer, partition, end, consumer.position(partition));
    } catch (KafkaException e) {
      consumer.close();
      throw unreachable(partition.topic(), e);
    }
  }

  /** A partition being read. Used by one thread at a time. */
  final class Reading implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final long end;
    private long position;
    private long lastProgress = System.nanoTime();
    private long lastAsked = lastProgress;

    private Reading(
        KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end, long position) {
      this.consumer = consumer;
      this.partition = partition;
      this.end = end;
      this.position = position;
    }

    boolean isAtEnd() {
      return position >= end;
    }

    /** What comes next, maybe nothing yet. */
    List<ConsumerRecord<byte[], byte[]>> poll() throws LogUnavailableException {
      long now = System.nanoTime();
      // A reader that was busy with what it had did not wait.
      lastProgress += now - lastAsked;
      try {
        List<ConsumerRecord<byte[], byte[]>> polled =
            consumer.poll(POLL).records(partition).stream()
                .filter(record -> record.offset() < end)
                .toList();
        moved(consumer.position(partition));
        lastAsked = System.nanoTime();
        return polled;
      } catch (KafkaException e) {
        throw unreachable(partition.topic(), e);
      }
    }

    private void moved(long reached) throws LogUnavailableException {
      long now = System.nanoTime();
      if (reached > position) {
        lastProgress = now;
      } else if (now - lastProgress > PATIENCE.toNanos()) {
        throw new LogUnavailableException(
            "no record of %s came for %d s at offset %d; does the broker at %s still run?"
                .formatted(partition, PATIENCE.toSeconds(), position, brokers));
      }
      position = reached;
    }

    @Override
    public void close() {
      consumer.close();
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        new HashMap<>(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private LogUnavailableException unreachable(String topic, KafkaException e) {
    return new LogUnavailableException(
        "cannot read topic %s at %s (%s); check that the broker runs and that its address is right"
            .formatted(topic, brokers, e.getMessage()),
        e);
  }
}
