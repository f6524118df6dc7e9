package dev.quittance.cli.command;

import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.foreign.AgentL2Proof;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.ReceiptsRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** The proof-of-work documents that stand beside receipts in the log. Blocking. */
final class KeptProofs {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaAccess kafka;
  private final Deserializer<ReceiptsRecord> values;

  /** Those of a line. */
  KeptProofs(Settings settings) {
    this.kafka = SettingsWiring.kafkaAccess(settings);
    this.values = SettingsWiring.recordSerdes(settings).of(Topics.RECEIPTS).deserializer();
  }

  /**
   * The document that a receipt commits to. The hash is what tells it, so it does not matter who
   * wrote the record.
   */
  Optional<String> find(Receipt receipt) {
    TopicPartition lane =
        new TopicPartition(Topics.RECEIPTS.name(), Math.toIntExact(receipt.lane()));
    try (Consumer<byte[], byte[]> consumer = kafka.follower()) {
      consumer.assign(List.of(lane));
      consumer.seekToBeginning(List.of(lane));
      long end = consumer.endOffsets(List.of(lane)).getOrDefault(lane, 0L);
      while (consumer.position(lane) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          Optional<String> proof = proof(record).flatMap(text -> AgentL2Proof.of(receipt, text));
          if (proof.isPresent()) {
            return proof;
          }
        }
      }
      return Optional.empty();
    }
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
