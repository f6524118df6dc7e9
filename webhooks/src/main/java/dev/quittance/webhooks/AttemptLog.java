package dev.quittance.webhooks;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.kafka.Values;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.WebhookAttempt;
import dev.quittance.schemas.avro.WebhookAttemptsRecord;
import dev.quittance.webhooks.avro.WebhookRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Utils;

/**
 * Reads the delivery log of an endpoint, the latest attempt first, straight from its lane of {@code
 * webhook-attempts}: so every process can answer for every endpoint, and keeps nothing for it.
 *
 * @param lanes of the topic
 */
record AttemptLog(KafkaAccess kafka, RecordSerdes serdes, int lanes) {
  private static final int CHUNK = 500;

  /** A page may be short of a busy lane's; its reader goes on from there. */
  private static final int MOST_CHUNKS = 20;

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * A page.
   *
   * @param next where the one before it in time ends; empty when there is none
   */
  record Page(List<WebhookAttempt> attempts, OptionalLong next) {
    Page {
      attempts = List.copyOf(attempts);
    }
  }

  /**
   * The attempts below a place of the log.
   *
   * @param below empty for the latest
   * @throws TimeoutException when the log can't be read
   */
  Page read(String endpointId, OptionalLong below, int most) {
    TopicPartition lane = laneOf(endpointId);
    try (Consumer<byte[], byte[]> consumer = kafka.follower();
        Values<WebhookAttemptsRecord> values = new Values<>(serdes, Topics.WEBHOOK_ATTEMPTS)) {
      consumer.assign(List.of(lane));
      long begin = consumer.beginningOffsets(List.of(lane)).getOrDefault(lane, 0L);
      long end = consumer.endOffsets(List.of(lane)).getOrDefault(lane, 0L);
      long to = Math.min(end, below.orElse(end));
      List<WebhookAttempt> found = new ArrayList<>();
      for (int chunk = 0; chunk < MOST_CHUNKS && to > begin; chunk++) {
        long from = Math.max(begin, to - CHUNK);
        for (ConsumerRecord<byte[], byte[]> record : chunk(consumer, lane, from, to)) {
          Optional<WebhookAttempt> attempt =
              values
                  .read(record.value())
                  .map(WebhookAttemptsRecord::getBody)
                  .filter(it -> it.getEndpointId().equals(endpointId));
          attempt.ifPresent(found::add);
          if (found.size() == most) {
            return new Page(found, next(record.offset(), begin));
          }
        }
        to = from;
      }
      return new Page(found, next(to, begin));
    }
  }

  private static OptionalLong next(long below, long begin) {
    return below > begin ? OptionalLong.of(below) : OptionalLong.empty();
  }

  private TopicPartition laneOf(String endpointId) {
    int lane = Utils.toPositive(Utils.murmur2(WebhookRecords.key(endpointId))) % lanes;
    return new TopicPartition(Topics.WEBHOOK_ATTEMPTS.name(), lane);
  }

  /** The records between two offsets, the last first. */
  private static List<ConsumerRecord<byte[], byte[]>> chunk(
      Consumer<byte[], byte[]> consumer, TopicPartition lane, long from, long to) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    consumer.seek(lane, from);
    long untilNs = System.nanoTime() + PATIENCE.toNanos();
    while (consumer.position(lane) < to) {
      if (System.nanoTime() > untilNs) {
        throw new TimeoutException("the delivery log can't be read");
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < to) {
          records.add(record);
        }
      }
    }
    Collections.reverse(records);
    return records;
  }
}
