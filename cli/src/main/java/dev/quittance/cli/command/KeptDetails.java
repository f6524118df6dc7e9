package dev.quittance.cli.command;

import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.ReadToEnd;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.ReceiptDetails;
import dev.quittance.schemas.avro.ReceiptDetailsRecord;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** The topic {@code receipt-details}: looks details up and erases them. Blocking. */
final class KeptDetails {
  private static final String TOPIC = Topics.RECEIPT_DETAILS.name();

  private final KafkaAccess kafka;
  private final Deserializer<ReceiptDetailsRecord> values;

  /** The topic of a line. */
  KeptDetails(Settings settings) {
    this(
        SettingsWiring.kafkaAccess(settings),
        SettingsWiring.recordSerdes(settings).of(Topics.RECEIPT_DETAILS).deserializer());
  }

  KeptDetails(KafkaAccess kafka, Deserializer<ReceiptDetailsRecord> values) {
    this.kafka = kafka;
    this.values = values;
  }

  /**
   * The details of one receipt.
   *
   * @param partition where they are kept
   * @param digest the receipt's EIP-712 digest, by which they are kept
   */
  record Kept(int partition, Bytes digest, ReceiptDetails details) {}

  /**
   * The details that fit, as they stand now; erased ones are not among them.
   *
   * @throws IOException when the topic can't be read to its end
   */
  List<Kept> find(Predicate<Kept> wanted) throws IOException {
    try (Consumer<byte[], byte[]> consumer = kafka.follower()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(TOPIC).stream()
              .map(info -> new TopicPartition(TOPIC, info.partition()))
              .toList();
      return find(consumer, ReadToEnd.ends(kafka, partitions), wanted);
    }
  }

  List<Kept> find(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Predicate<Kept> wanted)
      throws IOException {
    consumer.assign(ends.keySet());
    consumer.seekToBeginning(ends.keySet());
    Map<Bytes, Kept> found = new LinkedHashMap<>();
    ReadToEnd.read(
        consumer,
        ends,
        ReadToEnd.PATIENCE,
        records -> {
          records.forEach(record -> see(record, wanted, found));
          return true;
        });
    return List.copyOf(found.values());
  }

  private void see(
      ConsumerRecord<byte[], byte[]> record, Predicate<Kept> wanted, Map<Bytes, Kept> found) {
    Bytes digest = Bytes.wrap(record.key());
    // Whatever stood under the key before is no longer kept.
    found.remove(digest);
    ReceiptDetailsRecord value =
        record.value() == null ? null : values.deserialize(TOPIC, record.value());
    if (value != null && value.getBody() != null) {
      Kept kept = new Kept(record.partition(), digest, value.getBody());
      if (wanted.test(kept)) {
        found.put(digest, kept);
      }
    }
  }

  /** Erases details; the brokers have all tombstones when this returns. */
  void erase(Collection<Kept> all) {
    try (Producer<byte[], byte[]> producer = kafka.producer()) {
      erase(producer, all);
    }
  }

  static void erase(Producer<byte[], byte[]> producer, Collection<Kept> all) {
    for (Kept kept : all) {
      try {
        producer
            .send(new ProducerRecord<>(TOPIC, kept.partition(), kept.digest().toByteArray(), null))
            .get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while erasing " + kept.digest(), e);
      } catch (ExecutionException e) {
        throw new IllegalStateException("the brokers did not erase " + kept.digest(), e);
      }
    }
  }
}
