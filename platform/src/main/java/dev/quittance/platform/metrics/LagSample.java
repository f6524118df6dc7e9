package dev.quittance.platform.metrics;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks the brokers how far a group is behind.
 *
 * <p>The lag in seconds is the age of the oldest record that is not processed, by its append time:
 * it grows also while nothing is processed, and nobody's rate is guessed. Not thread-safe.
 */
final class LagSample implements AutoCloseable {
  private static final long TIMEOUT_S = 10;
  private static final Duration PEEK = Duration.ofMillis(200);
  private static final int PEEKS = 5;

  private final Admin admin;
  private final Consumer<byte[], byte[]> peeker;
  private final Consumer<byte[], byte[]> letters;
  private final InstantSource clock;
  private final Map<String, Long> letterCounts = new TreeMap<>();

  /**
   * How far one partition is behind.
   *
   * @param records how many offsets lie between what is processed and the end; the markers that
   *     transactions leave count too
   * @param seconds age of the first of them; 0 if there is none
   */
  record Lag(TopicPartition partition, long records, double seconds) {}

  LagSample(KafkaAccess kafka, InstantSource clock) {
    this.admin = kafka.admin();
    this.peeker = kafka.peeker();
    this.letters = kafka.follower();
    this.clock = clock;
  }

  /** The lag of every partition of the topics. */
  List<Lag> of(String group, Set<String> topics)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<TopicPartition> partitions = partitions(topics);
    Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
    Map<TopicPartition, Long> next = new HashMap<>(offsets(partitions, OffsetSpec.earliest()));
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin
            .listConsumerGroupOffsets(group)
            .partitionsToOffsetAndMetadata()
            .get(TIMEOUT_S, TimeUnit.SECONDS);
    committed.forEach((partition, offset) -> {
      if (offset != null) {
        next.computeIfPresent(partition, (_, first) -> Math.max(first, offset.offset()));
      }
    });
    next.entrySet().removeIf(it -> it.getValue() >= ends.getOrDefault(it.getKey(), 0L));
    Map<TopicPartition, Long> times = appendTimes(next);
    long now = clock.millis();
    return partitions.stream()
        .map(partition -> lag(partition, next, ends, times.getOrDefault(partition, now), now))
        .toList();
  }

  /** How many records each of the topics' dead letters has, by the name of the latter. */
  Map<String, Long> deadLetters(Set<String> topics)
      throws InterruptedException, ExecutionException, TimeoutException {
    Set<String> names = new HashSet<>();
    for (Topic<?> topic : Topics.withDeadLetters()) {
      if (topics.contains(topic.name())) {
        names.add(topic.deadLetterName());
      }
    }
    if (letterCounts.keySet().containsAll(names)) {
      countNewLetters();
    } else {
      names.addAll(letterCounts.keySet());
      names.forEach(name -> letterCounts.put(name, 0L));
      List<TopicPartition> partitions = partitions(names);
      letters.assign(partitions);
      letters.seekToBeginning(partitions);
      countNewLetters();
    }
    return Map.copyOf(letterCounts);
  }

  @Override
  public void close() {
    try (peeker;
        letters) {
      admin.close(Duration.ofSeconds(1));
    }
  }

  private void countNewLetters() {
    int found;
    do {
      found = 0;
      for (ConsumerRecord<byte[], byte[]> letter : letters.poll(PEEK)) {
        letterCounts.merge(letter.topic(), 1L, Long::sum);
        found++;
      }
    } while (found > 0);
  }

  private static Lag lag(
      TopicPartition partition,
      Map<TopicPartition, Long> next,
      Map<TopicPartition, Long> ends,
      long appendedMs,
      long nowMs) {
    Long first = next.get(partition);
    return first == null
        ? new Lag(partition, 0, 0)
        : new Lag(
            partition,
            ends.getOrDefault(partition, first) - first,
            Math.max(0, nowMs - appendedMs) / 1e3);
  }

  /** When the first record at or after each offset was appended; absent where there is none. */
  private Map<TopicPartition, Long> appendTimes(Map<TopicPartition, Long> offsets) {
    Map<TopicPartition, Long> times = new HashMap<>();
    peeker.assign(offsets.keySet());
    offsets.forEach(peeker::seek);
    for (int i = 0; i < PEEKS && times.size() < offsets.size(); i++) {
      for (ConsumerRecord<byte[], byte[]> record : peeker.poll(PEEK)) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        times.putIfAbsent(partition, record.timestamp());
      }
      peeker.pause(times.keySet());
    }
    return times;
  }

  private List<TopicPartition> partitions(Set<String> topics)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<TopicPartition> partitions = new ArrayList<>();
    admin
        .describeTopics(topics)
        .allTopicNames()
        .get(TIMEOUT_S, TimeUnit.SECONDS)
        .forEach((name, topic) ->
            topic
                .partitions()
                .forEach(it -> partitions.add(new TopicPartition(name, it.partition()))));
    return partitions;
  }

  private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream().collect(Collectors.toMap(it -> it, _ -> spec));
    Map<TopicPartition, ListOffsetsResultInfo> found =
        admin
            .listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
            .all()
            .get(TIMEOUT_S, TimeUnit.SECONDS);
    return found.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }
}
