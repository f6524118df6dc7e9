package dev.quittance.platform.deadletters;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.ReadToEnd;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.receipts.Verdict;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.OrderSettled;
import dev.quittance.schemas.avro.SettlementsRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Which orders have ended otherwise than by a dead letter, as {@code settlements} says.
 *
 * <p>Reads only the lanes of the orders that are asked for, from the dedupe horizon before their
 * first dead letter on, and decodes only their records. Blocking.
 */
final class EndedOrders {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long HORIZON_MS = Duration.ofDays(30).toMillis();

  private EndedOrders() {}

  /** How each of these letters' orders ended; an order that may run on is not among them. */
  static Map<String, Verdict> of(KafkaAccess kafka, RecordSerdes serdes, List<DeadLetter> letters) {
    Set<String> wanted = new HashSet<>();
    letters.forEach(letter -> letter.orderId().ifPresent(wanted::add));
    if (wanted.isEmpty()) {
      return Map.of();
    }
    long sinceMs =
        letters.stream().mapToLong(DeadLetter::atMs).min().orElse(HORIZON_MS) - HORIZON_MS;
    try (Consumer<byte[], byte[]> consumer = kafka.follower();
        Deserializer<SettlementsRecord> values = serdes.of(Topics.SETTLEMENTS).deserializer()) {
      Map<TopicPartition, Long> ends = assign(kafka, consumer, wanted, Math.max(0, sinceMs));
      Map<String, Verdict> ended = new HashMap<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.key() != null && wanted.contains(AvroValues.hex(record.key()))) {
            verdict(values.deserialize(record.topic(), record.value()))
                .ifPresent(verdict -> ended.put(AvroValues.hex(record.key()), verdict));
          }
        }
      }
      return ended;
    }
  }

  /** Goes to where the orders' lanes may speak of them; returns where the lanes end. */
  private static Map<TopicPartition, Long> assign(
      KafkaAccess kafka, Consumer<byte[], byte[]> consumer, Set<String> orderIds, long sinceMs) {
    int lanes = consumer.partitionsFor(Topics.SETTLEMENTS.name()).size();
    Map<TopicPartition, Long> since = new HashMap<>();
    for (String orderId : orderIds) {
      byte[] key = HexFormat.of().parseHex(orderId.substring(2));
      int lane = Utils.toPositive(Utils.murmur2(key)) % lanes;
      since.put(new TopicPartition(Topics.SETTLEMENTS.name(), lane), sinceMs);
    }
    consumer.assign(since.keySet());
    Map<TopicPartition, Long> ends = ReadToEnd.ends(kafka, since.keySet());
    Map<TopicPartition, OffsetAndTimestamp> starts =
        new TreeMap<>(java.util.Comparator.comparingInt(TopicPartition::partition));
    starts.putAll(consumer.offsetsForTimes(since));
    starts.forEach((partition, start) -> {
      if (start == null) {
        ends.remove(partition);
      } else {
        consumer.seek(partition, start.offset());
      }
    });
    return ends;
  }

  /** The end that a settlement states; that of a dead letter is none: it has no steps. */
  private static Optional<Verdict> verdict(SettlementsRecord record) {
    OrderSettled settled = record.getBody();
    if (settled == null
        || (settled.getVerdict() == Verdict.FAILED.code() && settled.getSteps() == 0)) {
      return Optional.empty();
    }
    return Verdict.ofCode(settled.getVerdict());
  }
}
