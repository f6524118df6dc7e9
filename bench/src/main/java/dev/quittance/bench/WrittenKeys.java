package dev.quittance.bench;

import dev.quittance.platform.kafka.KafkaAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The keys of all records of a topic.
 *
 * @param times how often each one is there, by its hexadecimal text with 0x
 */
record WrittenKeys(Map<String, Integer> times) {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Reads a topic to its present end. */
  static WrittenKeys of(KafkaAccess kafka, String topic) {
    Map<String, Integer> times = new HashMap<>();
    try (Consumer<byte[], byte[]> consumer = kafka.follower()) {
      List<TopicPartition> partitions = new ArrayList<>();
      consumer
          .partitionsFor(topic)
          .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer
            .poll(POLL)
            .forEach(entry ->
                times.merge("0x" + HexFormat.of().formatHex(entry.key()), 1, Integer::sum));
      }
    }
    return new WrittenKeys(times);
  }

  /** How many of these are not there. */
  int missing(List<String> keys) {
    return (int) keys.stream().filter(key -> !times.containsKey(key)).count();
  }

  /** Records in all. */
  int records() {
    return times.values().stream().mapToInt(Integer::intValue).sum();
  }
}
