package dev.quittance.cli.demo;

import dev.quittance.platform.deadletters.Fault;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Follows the topics and counts what happens to the orders of one run of the demo.
 *
 * <p>One thread of its own; {@link #progress} may be read from any.
 */
final class RunTracker implements AutoCloseable {
  private static final List<Topic<?>> FOLLOWED =
      List.of(
          Topics.ORDERS,
          Topics.PLANS,
          Topics.EXECUTIONS,
          Topics.RECEIPTS,
          Topics.SETTLEMENTS,
          Topics.LOG_HEADS,
          Topics.ANCHOR_STATUS,
          Topics.SETTLEMENT_ROWS,
          Topics.PAYOUTS);

  private final Consumer<byte[], byte[]> consumer;
  private final Map<String, Deserializer<? extends SpecificRecord>> deserializers = new HashMap<>();
  private final RunProgress progress;
  private final Thread thread;

  private RunTracker(KafkaAccess kafka, RecordSerdes serdes, ReceiptsCodec codec) {
    this.consumer = kafka.follower();
    this.progress = new RunProgress(codec);
    for (Topic<?> topic : FOLLOWED) {
      deserializers.put(topic.name(), serdes.of(topic).deserializer());
    }
    this.thread = Thread.ofPlatform().name("demo-tracker").daemon(true).unstarted(this::run);
  }

  /** Starts to follow from the beginning of every topic. */
  static RunTracker open(KafkaAccess kafka, RecordSerdes serdes, ReceiptsCodec codec) {
    RunTracker tracker = new RunTracker(kafka, serdes, codec);
    tracker.thread.start();
    return tracker;
  }

  /** What has been counted so far. */
  RunProgress progress() {
    return progress;
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (consumer) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (Topic<?> topic : FOLLOWED) {
        consumer
            .partitionsFor(topic.name())
            .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          take(record);
        }
      }
    } catch (WakeupException e) {
      // Closed: nobody reads the counts any more.
      return;
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(Topics.RECEIPTS.name())) {
      progress.receipt(record.partition(), record.offset(), record.value());
      return;
    }
    Deserializer<? extends SpecificRecord> deserializer = deserializers.get(record.topic());
    if (deserializer != null) {
      decoded(deserializer, record).ifPresent(progress::record);
    }
  }

  /**
   * Anybody who may write to a topic can leave what is no record of ours: stages pass it by too.
   */
  private static Optional<SpecificRecord> decoded(
      Deserializer<? extends SpecificRecord> deserializer, ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.ofNullable(deserializer.deserialize(record.topic(), record.value()));
    } catch (RuntimeException e) {
      if (Fault.isOutage(e)) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
