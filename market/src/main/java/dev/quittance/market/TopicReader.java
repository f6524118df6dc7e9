package dev.quittance.market;

import dev.quittance.platform.kafka.KafkaAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the committed records of a topic to its present end.
 *
 * @param kafka makes a consumer for each reading
 */
record TopicReader(KafkaAccess kafka) {
  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * Reads it.
   *
   * @param sinceMs append time from which on records are wanted, unix ms
   * @param sink is given each record that has a key, in the order of its partition
   */
  void read(String topic, long sinceMs, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    try (var consumer = kafka.follower()) {
      List<TopicPartition> partitions = new ArrayList<>();
      consumer
          .partitionsFor(topic)
          .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
      consumer.assign(partitions);
      Map<TopicPartition, Long> times = new HashMap<>();
      partitions.forEach(partition -> times.put(partition, sinceMs));
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer
          .offsetsForTimes(times)
          .forEach((partition, found) ->
              consumer.seek(
                  partition, found == null ? ends.getOrDefault(partition, 0L) : found.offset()));
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.key() != null) {
            sink.accept(record);
          }
        }
      }
    }
  }
}
