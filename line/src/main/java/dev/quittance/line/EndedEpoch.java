package dev.quittance.line;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.ReadToEnd;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.kafka.TopicFollower;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.AnchorFinal;
import dev.quittance.schemas.avro.HeadClosed;
import dev.quittance.schemas.avro.PeriodScheduled;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The end of an epoch of the log, read from its topics.
 *
 * @param lastPeriod its last period
 * @param end the end of that, unix seconds
 */
record EndedEpoch(long lastPeriod, long end) {
  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * The end of an epoch whose last period is anchored for good, with nothing after it.
   *
   * @return empty while it has something that is not, or no period yet
   * @throws IOException if a transaction stays open in one of its topics
   */
  static Optional<EndedEpoch> atRest(KafkaAccess kafka, RecordSerdes serdes, LogEpoch epoch)
      throws IOException {
    List<EndedEpoch> periods = new ArrayList<>();
    List<Long> anchored = new ArrayList<>();
    try (var schedule = new TopicFollower<>(kafka, serdes, Topics.PERIOD_SCHEDULE);
        var statuses = new TopicFollower<>(kafka, serdes, Topics.ANCHOR_STATUS)) {
      schedule.readToEnd(
          record -> {
            PeriodScheduled decided = record.getBody();
            if (decided != null) {
              periods.add(new EndedEpoch(decided.getSeq(), decided.getPeriodEnd()));
            }
          },
          () -> false);
      statuses.readToEnd(
          record -> {
            if (record.getBody() instanceof AnchorFinal done) {
              anchored.add(done.getSeq());
            }
          },
          () -> false);
    }
    Optional<EndedEpoch> last =
        periods.reversed().stream()
            .limit(1)
            .filter(period -> period.lastPeriod() >= epoch.firstPeriod())
            .filter(period -> anchored.contains(period.lastPeriod()))
            .findFirst();
    return last.isPresent() && last.get().leftOver(kafka, serdes, epoch).isEmpty()
        ? last
        : Optional.empty();
  }

  /**
   * Waits for the first decision to close a period that ends at a time or later.
   *
   * @param isStopping asked now and then; when it says so, nothing is found
   */
  static Optional<EndedEpoch> await(
      KafkaAccess kafka, RecordSerdes serdes, long sinceSeconds, BooleanSupplier isStopping) {
    List<EndedEpoch> found = new ArrayList<>();
    try (var schedule = new TopicFollower<>(kafka, serdes, Topics.PERIOD_SCHEDULE)) {
      while (found.isEmpty() && !isStopping.getAsBoolean()) {
        schedule.poll(
            POLL,
            record -> {
              PeriodScheduled decided = record.getBody();
              if (decided != null && decided.getPeriodEnd() >= sinceSeconds) {
                found.add(new EndedEpoch(decided.getSeq(), decided.getPeriodEnd()));
              }
            });
      }
    }
    return found.stream().findFirst();
  }

  /**
   * Waits until the anchor of the last period is final.
   *
   * @return whether it is; false when it was stopped before
   */
  boolean awaitFinal(KafkaAccess kafka, RecordSerdes serdes, BooleanSupplier isStopping) {
    List<Long> anchored = new ArrayList<>();
    try (var statuses = new TopicFollower<>(kafka, serdes, Topics.ANCHOR_STATUS)) {
      while (anchored.isEmpty() && !isStopping.getAsBoolean()) {
        statuses.poll(
            POLL,
            record -> {
              if (record.getBody() instanceof AnchorFinal done && done.getSeq() == lastPeriod) {
                anchored.add(done.getSeq());
              }
            });
      }
    }
    return !anchored.isEmpty();
  }

  /**
   * The records that stand after the last close, which no period of the epoch covers: the first of
   * each partition, as topic, partition and offset.
   *
   * @throws IOException if a transaction stays open in the epoch's topic
   */
  List<String> leftOver(KafkaAccess kafka, RecordSerdes serdes, LogEpoch epoch) throws IOException {
    List<HeadClosed> last = new ArrayList<>();
    try (var heads = new TopicFollower<>(kafka, serdes, Topics.LOG_HEADS)) {
      heads.readToEnd(
          record -> {
            HeadClosed closed = record.getBody();
            if (closed != null && closed.getSeq() == lastPeriod) {
              last.add(closed);
            }
          },
          () -> false);
    }
    List<String> leftOver = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = kafka.follower()) {
      for (HeadClosed closed : last) {
        after(kafka, consumer, epoch, closed).ifPresent(leftOver::add);
      }
    }
    return leftOver;
  }

  /** To the very end: what stands behind a transaction that is open still is left over too. */
  private static Optional<String> after(
      KafkaAccess kafka, Consumer<byte[], byte[]> consumer, LogEpoch epoch, HeadClosed closed)
      throws IOException {
    PartitionHead head =
        PartitionHead.decode(Bytes.wrap(AvroValues.bytes(closed.getHead()))).orElseThrow();
    TopicPartition partition = new TopicPartition(epoch.topic(), closed.getPartition());
    consumer.assign(List.of(partition));
    consumer.seek(partition, head.endOffset());
    List<String> found = new ArrayList<>();
    ReadToEnd.read(
        consumer,
        ReadToEnd.ends(kafka, List.of(partition)),
        ReadToEnd.PATIENCE,
        records -> {
          for (ConsumerRecord<byte[], byte[]> record : records) {
            found.add(
                "%s, partition %d, offset %d"
                    .formatted(record.topic(), record.partition(), record.offset()));
          }
          return found.isEmpty();
        });
    return found.stream().findFirst();
  }
}
