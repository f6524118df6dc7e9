package dev.quittance.anchorer.closer;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.receipts.log.PeriodBounds;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.HeadClosed;
import dev.quittance.schemas.avro.LogHeadsRecord;
import dev.quittance.schemas.avro.PeriodScheduleRecord;
import dev.quittance.schemas.avro.PeriodScheduled;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Folds the committed records of {@code period-schedule} and {@code log-heads} into a {@link
 * CloserState}, from their beginning on. Used by one thread.
 */
final class ScheduleFollower implements AutoCloseable {
  private static final TopicPartition SCHEDULE =
      new TopicPartition(Topics.PERIOD_SCHEDULE.name(), 0);
  private static final TopicPartition HEADS = new TopicPartition(Topics.LOG_HEADS.name(), 0);
  private static final List<TopicPartition> BOTH = List.of(SCHEDULE, HEADS);
  private static final Duration CATCH_UP_POLL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final Deserializer<PeriodScheduleRecord> schedule;
  private final Deserializer<LogHeadsRecord> heads;
  private final InstantSource clock;
  private CloserState state;
  private long decisions;

  ScheduleFollower(
      KafkaAccess kafka, RecordSerdes serdes, CloserState initial, InstantSource clock) {
    this.consumer = kafka.follower();
    this.schedule = serdes.of(Topics.PERIOD_SCHEDULE).deserializer();
    this.heads = serdes.of(Topics.LOG_HEADS).deserializer();
    this.clock = clock;
    this.state = initial;
    consumer.assign(BOTH);
    consumer.seekToBeginning(BOTH);
  }

  /** Reads what is there, unless it is stopped; an open transaction ends what can be read. */
  void catchUp(BooleanSupplier stopping) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(BOTH);
    while (!stopping.getAsBoolean()
        && BOTH.stream()
            .anyMatch(topic -> consumer.position(topic) < ends.getOrDefault(topic, 0L))) {
      poll(CATCH_UP_POLL);
    }
  }

  /** Reads on, waiting at most this long for something new. */
  void poll(Duration atMost) {
    consumer.poll(atMost).forEach(this::fold);
  }

  /** How many decisions have been read, repeated ones too. */
  long decisions() {
    return decisions;
  }

  CloserState state() {
    return state;
  }

  private void fold(ConsumerRecord<byte[], byte[]> entry) {
    if (entry.topic().equals(SCHEDULE.topic())) {
      PeriodScheduled decided = schedule.deserialize(entry.topic(), entry.value()).getBody();
      if (decided != null) {
        PeriodBounds bounds = new PeriodBounds(decided.getPeriodStart(), decided.getPeriodEnd());
        decisions++;
        state = state.scheduled(decided.getSeq(), bounds, clock.instant().getEpochSecond());
      }
    } else {
      HeadClosed head = heads.deserialize(entry.topic(), entry.value()).getBody();
      if (head != null) {
        state = state.headClosed(head.getSeq(), head.getPartition());
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
