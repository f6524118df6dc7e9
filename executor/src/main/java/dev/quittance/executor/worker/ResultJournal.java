package dev.quittance.executor.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes results and the offsets that say so in one transaction. The broker takes it only from a
 * member of the group that still has the partitions: results of a worker that was given up are
 * never seen. Not thread-safe.
 */
final class ResultJournal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ResultJournal.class);

  private final Supplier<Producer<byte[], byte[]>> producers;
  private @Nullable Producer<byte[], byte[]> producer;

  /** What became of a transaction. */
  enum Fate {
    /** It is durable. */
    COMMITTED,
    /** Nothing of it will be seen; it can be made again. */
    ABORTED,
    /** Nobody knows; the journal is closed, and what is committed must be read back. */
    UNKNOWN
  }

  /**
   * @param producers opens a transactional producer, which ends what an older one left open
   */
  ResultJournal(Supplier<Producer<byte[], byte[]>> producers) {
    this.producers = producers;
  }

  /** Whether it can be written to. */
  boolean isOpen() {
    return producer != null;
  }

  /**
   * Opens it; afterwards the fate of every earlier transaction is settled.
   *
   * @throws KafkaException when the brokers don't answer; to be tried again
   */
  void open() {
    if (producer == null) {
      producer = producers.get();
    }
  }

  /** Makes a transaction; the journal must be open. */
  Fate commit(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      throw new IllegalStateException("the journal is not open");
    }
    try {
      open.beginTransaction();
      for (ProducerRecord<byte[], byte[]> record : records) {
        var _ = open.send(record);
      }
      if (!offsets.isEmpty()) {
        open.sendOffsetsToTransaction(offsets, group);
      }
      open.commitTransaction();
      return Fate.COMMITTED;
    } catch (KafkaException e) {
      return abort(open, e);
    }
  }

  private Fate abort(Producer<byte[], byte[]> open, KafkaException failure) {
    try {
      open.abortTransaction();
      LOG.atInfo()
          .addKeyValue("reason", failure.toString())
          .log("a transaction of results was aborted; it is made again");
      return Fate.ABORTED;
    } catch (KafkaException | IllegalStateException e) {
      // After a commit that timed out, or when fenced, the client refuses to abort.
      LOG.atWarn()
          .addKeyValue("reason", failure.toString())
          .log("whether a transaction of results was committed is unknown; it is read back");
      close();
      return Fate.UNKNOWN;
    }
  }

  /** Closes it at once; what is not committed is aborted by whoever opens it next. */
  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }
}
