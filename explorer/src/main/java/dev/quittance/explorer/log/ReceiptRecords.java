package dev.quittance.explorer.log;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.log.EpochPartitions;
import dev.quittance.schemas.ReceiptsCodec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads single receipts where they stand in the log. Keeps a consumer for each caller that there
 * was at the same time. Safe for any number of threads.
 */
final class ReceiptRecords implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final KafkaAccess kafka;
  private final ReceiptsCodec codec;
  private final EpochPartitions partitions;
  private final ConcurrentLinkedQueue<Consumer<byte[], byte[]>> idle =
      new ConcurrentLinkedQueue<>();

  ReceiptRecords(KafkaAccess kafka, ReceiptsCodec codec, EpochPartitions partitions) {
    this.kafka = kafka;
    this.codec = codec;
    this.partitions = partitions;
  }

  /** The receipt at a place; empty if the record there is none, or there is none in time. */
  Optional<SignedReceipt> at(Place place) {
    Consumer<byte[], byte[]> consumer = idle.poll();
    if (consumer == null) {
      consumer = kafka.peeker();
    }
    try {
      Optional<SignedReceipt> receipt = read(consumer, place);
      idle.add(consumer);
      return receipt;
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  private Optional<SignedReceipt> read(Consumer<byte[], byte[]> consumer, Place place) {
    TopicPartition partition =
        new TopicPartition(partitions.topic(place.number()), partitions.partition(place.number()));
    consumer.assign(List.of(partition));
    consumer.seek(partition, place.offset());
    long untilNs = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < untilNs) {
      for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(PATIENCE)) {
        return entry.offset() == place.offset() ? codec.receipt(entry.value()) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    for (var consumer = idle.poll(); consumer != null; consumer = idle.poll()) {
      consumer.close();
    }
  }
}
