package dev.quittance.acceptance.line;

import dev.quittance.platform.deadletters.Fault;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads the committed records of a topic, from its beginning to what is its end now. */
public final class TopicReader {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaAccess kafka;
  private final RecordSerdes serdes;

  /** Kept, since a warm one needs no registry. */
  private final Map<String, Deserializer<?>> values = new HashMap<>();

  /** Reads a line's topics. */
  public TopicReader(KafkaAccess kafka, RecordSerdes serdes) {
    this.kafka = kafka;
    this.serdes = serdes;
  }

  /**
   * A record and where it stands.
   *
   * @param appendedMs when the broker took it, unix ms
   */
  public record Entry<V>(int partition, long offset, long appendedMs, V value) {}

  /** The records that decode; others are somebody's poison. */
  public <V extends SpecificRecord> List<Entry<V>> read(Topic<V> topic) {
    Deserializer<?> known =
        values.computeIfAbsent(topic.name(), _ -> serdes.of(topic).deserializer());
    List<Entry<V>> entries = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> raw : raw(topic.name())) {
      decode(known, raw)
          .ifPresent(value ->
              entries.add(
                  new Entry<>(
                      raw.partition(),
                      raw.offset(),
                      raw.timestamp(),
                      topic.valueType().cast(value))));
    }
    return entries;
  }

  /** The records as they stand, partition by partition. */
  public List<ConsumerRecord<byte[], byte[]>> raw(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = kafka.follower()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(POLL).forEach(records::add);
      }
    }
    return records;
  }

  private static Optional<Object> decode(
      Deserializer<?> values, ConsumerRecord<byte[], byte[]> raw) {
    if (raw.value() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(values.deserialize(raw.topic(), raw.value()));
    } catch (RuntimeException e) {
      if (Fault.isOutage(e)) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
