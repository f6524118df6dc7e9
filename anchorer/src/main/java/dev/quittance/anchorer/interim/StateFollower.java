package dev.quittance.anchorer.interim;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.PartitionState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Reads the committed states of the log's partitions from the changelog of the topology's own
 * store, whose cache makes one record per commit. Not thread-safe.
 */
final class StateFollower implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  /** The last state is hardly further from the end: a commit is a record and a marker. */
  private static final long LOOK_BACK = 1000;

  private final KafkaAccess kafka;
  private final String topic;
  private final List<TopicPartition> partitions;
  private final Consumer<byte[], byte[]> consumer;

  StateFollower(KafkaAccess kafka, String topic, int partitionCount) {
    this.kafka = kafka;
    this.topic = topic;
    this.partitions =
        IntStream.range(0, partitionCount).mapToObj(p -> new TopicPartition(topic, p)).toList();
    this.consumer = kafka.follower();
  }

  /**
   * Waits for the topic and reads the latest state of each partition that has one.
   *
   * @return whether it did, and was not stopped before
   */
  boolean open(OpenPeriods periods, BooleanSupplier isStopping) {
    while (!exists()) {
      if (isStopping.getAsBoolean() || !sleep()) {
        return false;
      }
    }
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    ends.forEach((partition, end) -> consumer.seek(partition, Math.max(0, end - LOOK_BACK)));
    readTo(ends, periods, isStopping);
    List<TopicPartition> silent =
        partitions.stream().filter(partition -> !periods.knows(partition.partition())).toList();
    if (!silent.isEmpty()) {
      consumer.seekToBeginning(silent);
      readTo(ends, periods, isStopping);
    }
    return !isStopping.getAsBoolean();
  }

  private void readTo(
      Map<TopicPartition, Long> ends, OpenPeriods periods, BooleanSupplier isStopping) {
    while (!isStopping.getAsBoolean()
        && ends.entrySet().stream()
            .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      poll(periods);
    }
  }

  /** Takes what has come. */
  void poll(OpenPeriods periods) {
    for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL)) {
      if (entry.value() != null) {
        periods.fold(PartitionState.decode(Bytes.wrap(entry.value())));
      }
    }
  }

  /** A consumer that asks for a topic may make it, with settings that are not the topology's. */
  private boolean exists() {
    try (Admin admin = kafka.admin()) {
      return !admin.describeTopics(List.of(topic)).allTopicNames().get().isEmpty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw new KafkaException("can't look for topic " + topic, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean sleep() {
    try {
      Thread.sleep(POLL);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
