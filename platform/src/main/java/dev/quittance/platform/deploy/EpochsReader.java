package dev.quittance.platform.deploy;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.LogEpochs;
import dev.quittance.schemas.PublishedEpoch;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.LogRulesPublished;
import dev.quittance.schemas.avro.LogRulesRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads all of {@code log-rules}. A record that does not follow on the one before is an error. */
final class EpochsReader {
  private static final TopicPartition LOG_RULES = new TopicPartition(Topics.LOG_RULES.name(), 0);
  private static final Duration POLL = Duration.ofMillis(200);

  private EpochsReader() {}

  /** The log that is published, if there is one. */
  static Optional<PublishedLog> read(KafkaAccess kafka, RecordSerdes serdes) throws IOException {
    Deserializer<LogRulesRecord> values = serdes.of(Topics.LOG_RULES).deserializer();
    Optional<PublishedLog> log = Optional.empty();
    for (ConsumerRecord<byte[], byte[]> entry : entries(kafka)) {
      LogRulesPublished body = values.deserialize(entry.topic(), entry.value()).getBody();
      if (body == null) {
        throw unreadable(entry.offset(), "it is of a kind that this version does not know", null);
      }
      try {
        PublishedEpoch epoch = PublishedEpoch.read(body);
        log = Optional.of(log.isPresent() ? following(log.get(), epoch) : first(epoch));
      } catch (IllegalArgumentException e) {
        throw unreadable(entry.offset(), String.valueOf(e.getMessage()), e);
      }
    }
    return log;
  }

  private static PublishedLog first(PublishedEpoch epoch) {
    return new PublishedLog(LogEpochs.first(epoch.epoch()), epoch.verifierKey());
  }

  /**
   * A log with one more epoch.
   *
   * @throws IllegalArgumentException if it does not follow; says why
   */
  static PublishedLog following(PublishedLog log, PublishedEpoch next) {
    PublishedEpoch newest =
        new PublishedEpoch(log.epochs().newest(), log.verifierKey(), Optional.empty());
    Optional<String> objection = next.objection(Secp256k1Signatures.preferred(), newest);
    if (objection.isPresent()) {
      throw new IllegalArgumentException(
          "epoch %d does not follow: %s".formatted(next.epoch().rules().epoch(), objection.get()));
    }
    return new PublishedLog(log.epochs().with(next.epoch()), log.verifierKey());
  }

  private static List<ConsumerRecord<byte[], byte[]>> entries(KafkaAccess kafka) {
    try (Consumer<byte[], byte[]> consumer = kafka.follower()) {
      consumer.assign(List.of(LOG_RULES));
      consumer.seekToBeginning(List.of(LOG_RULES));
      long end = consumer.endOffsets(List.of(LOG_RULES)).getOrDefault(LOG_RULES, 0L);
      List<ConsumerRecord<byte[], byte[]>> entries = new ArrayList<>();
      while (consumer.position(LOG_RULES) < end) {
        consumer.poll(POLL).forEach(entries::add);
      }
      return entries;
    }
  }

  private static IOException unreadable(
      long offset, String reason, @Nullable IllegalArgumentException cause) {
    return new IOException(
        "log-rules, offset %d, can't be used: %s".formatted(offset, reason), cause);
  }
}
