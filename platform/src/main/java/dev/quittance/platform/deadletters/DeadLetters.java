package dev.quittance.platform.deadletters;

import dev.quittance.platform.kafka.KafkaAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads the dead letters of a line. */
public final class DeadLetters {
  private static final Duration POLL = Duration.ofMillis(200);

  private DeadLetters() {}

  /**
   * All dead letters of some topics, by topic and in their order, each with what became of it.
   * Blocking.
   *
   * @param deadLetterTopics topics with one partition each
   */
  public static List<DeadLetter> read(KafkaAccess kafka, Collection<String> deadLetterTopics) {
    List<DeadLetter> letters = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = kafka.follower()) {
      for (String topic : deadLetterTopics) {
        letters.addAll(read(consumer, new TopicPartition(topic, 0)));
      }
    }
    return letters;
  }

  private static List<DeadLetter> read(
      Consumer<byte[], byte[]> consumer, TopicPartition partition) {
    List<ConsumerRecord<byte[], byte @Nullable []>> records = new ArrayList<>();
    Map<Long, Long> redrivenAtMs = new HashMap<>();
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        Optional<String> marked =
            DeadLetterHeaders.text(record.headers(), DeadLetterHeaders.REDRIVEN);
        if (marked.isPresent()) {
          redrivenAtMs.put(Long.valueOf(marked.get()), record.timestamp());
        } else {
          records.add(record);
        }
      }
    }
    return records.stream()
        .map(record ->
            new DeadLetter(record, Optional.ofNullable(redrivenAtMs.get(record.offset()))))
        .toList();
  }
}
