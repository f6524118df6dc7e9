package dev.quittance.acceptance;

import dev.quittance.platform.kafka.KafkaAccess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Records that no stage wrote, put into its topics by somebody who may. */
final class Poison {
  /** Text, a schema nobody registered, one that ends too soon, and nothing at all. */
  static final List<byte[]> GARBAGE =
      List.of(
          "this is not a record".getBytes(StandardCharsets.UTF_8),
          new byte[] {0, 0x7f, 0x12, 0x34, 0x56, 1, 2, 3},
          new byte[] {0, 0, 0, 0, 1, 0x7f},
          new byte[0]);

  private static final byte[] KEY = "poison".getBytes(StandardCharsets.UTF_8);
  private static final String REASON = "quittance.reason";
  private static final int LANES = 6;

  private final KafkaAccess kafka;

  Poison(KafkaAccess kafka) {
    this.kafka = kafka;
  }

  /** Puts every kind of garbage into a topic, spread over its lanes. */
  void intoEachLaneOf(String topic) throws InterruptedException, ExecutionException {
    for (int i = 0; i < GARBAGE.size(); i++) {
      into(topic, i % LANES, GARBAGE.get(i));
    }
  }

  /** Puts one value, or none, into a lane. */
  void into(String topic, int lane, byte @Nullable [] value)
      throws InterruptedException, ExecutionException {
    try (var producer = kafka.producer()) {
      producer.send(new ProducerRecord<>(topic, lane, KEY, value)).get();
    }
  }

  /** The values, in hex, of a topic's dead letters that say why they are there. */
  Set<String> deadLettersOf(String topic) {
    Set<String> values = new TreeSet<>();
    try (var follower = kafka.follower()) {
      var partitions =
          follower.partitionsFor(topic + ".dlq").stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      var ends = follower.endOffsets(partitions);
      follower.assign(partitions);
      follower.seekToBeginning(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> follower.position(end.getKey()) < end.getValue())) {
        follower
            .poll(Duration.ofMillis(200))
            .forEach(record -> {
              Header reason = record.headers().lastHeader(REASON);
              if (reason != null && reason.value().length > 0) {
                values.add(hex(record.value()));
              }
            });
      }
    }
    return values;
  }

  static String hex(byte @Nullable [] value) {
    return value == null ? "null" : HexFormat.of().formatHex(value);
  }
}
