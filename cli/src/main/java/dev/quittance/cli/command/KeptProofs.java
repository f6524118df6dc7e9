package dev.quittance.cli.command;

import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.deploy.LogDeployment;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.ReadToEnd;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.foreign.AgentL2Proof;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.ReceiptsRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** The proof-of-work documents that stand beside receipts in the log. Blocking. */
final class KeptProofs {

  private final KafkaAccess kafka;
  private final RecordSerdes serdes;
  private final Deserializer<ReceiptsRecord> values;

  /** Those of a line. */
  KeptProofs(Settings settings) {
    this.kafka = SettingsWiring.kafkaAccess(settings);
    this.serdes = SettingsWiring.recordSerdes(settings);
    this.values = serdes.of(Topics.RECEIPTS).deserializer();
  }

  /**
   * The document that a receipt commits to. The hash is what tells it, so it does not matter who
   * wrote the record.
   */
  Optional<String> find(Receipt receipt) throws IOException {
    List<TopicPartition> lanes =
        LogDeployment.read(kafka, serdes).epochs().topics().stream()
            .map(topic -> new TopicPartition(topic, Math.toIntExact(receipt.lane())))
            .toList();
    try (Consumer<byte[], byte[]> consumer = kafka.follower()) {
      for (TopicPartition lane : lanes) {
        Optional<String> proof = find(consumer, lane, receipt);
        if (proof.isPresent()) {
          return proof;
        }
      }
      return Optional.empty();
    }
  }

  private Optional<String> find(
      Consumer<byte[], byte[]> consumer, TopicPartition lane, Receipt receipt) throws IOException {
    consumer.assign(List.of(lane));
    consumer.seekToBeginning(List.of(lane));
    AtomicReference<@Nullable String> found = new AtomicReference<>();
    ReadToEnd.read(
        consumer,
        ReadToEnd.ends(kafka, List.of(lane)),
        ReadToEnd.PATIENCE,
        records -> {
          for (ConsumerRecord<byte[], byte[]> record : records) {
            proof(record).flatMap(text -> AgentL2Proof.of(receipt, text)).ifPresent(found::set);
          }
          return found.get() == null;
        });
    return Optional.ofNullable(found.get());
  }

  /** Anything may stand in the log; what does not decode has no proof. */
  private Optional<String> proof(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return Optional.empty();
    }
    try {
      return values.deserialize(record.topic(), record.value()).getBody()
              instanceof dev.quittance.schemas.avro.Receipt receipt
          ? Optional.ofNullable(receipt.getProof())
          : Optional.empty();
    } catch (SerializationException | IllegalStateException _) {
      return Optional.empty();
    }
  }
}
