package dev.quittance.platform.deploy;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.VerifierKey;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.LogRulesPublished;
import dev.quittance.schemas.avro.LogRulesRecord;
import dev.quittance.schemas.avro.Uuid16;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Publishes the rules of a line's receipt log, once, and finds them again.
 *
 * <p>Blocking; used by commands at deployment, one at a time, after the topics are applied.
 */
public final class LogDeployment {
  private static final TopicPartition LOG_RULES = new TopicPartition(Topics.LOG_RULES.name(), 0);
  private static final Duration POLL = Duration.ofMillis(200);

  private LogDeployment() {}

  /**
   * The log that is published; published now, with epoch 0, if there is none.
   *
   * @param newLog asked only if there is none
   * @throws IOException if the cluster can't be used, or is not the one that the rules are for;
   *     with what to do
   */
  public static PublishedLog ensure(KafkaAccess kafka, RecordSerdes serdes, Supplier<NewLog> newLog)
      throws IOException {
    try {
      Optional<PublishedLog> published = find(kafka, serdes);
      return published.isPresent()
          ? published.get()
          : publish(kafka, serdes, newLog.get(), requireTopic(kafka));
    } catch (KafkaException e) {
      throw refused(e);
    }
  }

  /**
   * The log that is published.
   *
   * @throws IOException if there is none, the cluster can't be used, or is not the one that the
   *     rules are for; with what to do
   */
  public static PublishedLog read(KafkaAccess kafka, RecordSerdes serdes) throws IOException {
    try {
      return find(kafka, serdes)
          .orElseThrow(
              () -> new IOException("no log rules are published here; set the line up first"));
    } catch (KafkaException e) {
      throw refused(e);
    }
  }

  private static Optional<PublishedLog> find(KafkaAccess kafka, RecordSerdes serdes)
      throws IOException {
    Optional<byte[]> last = lastValue(kafka);
    if (last.isEmpty()) {
      return Optional.empty();
    }
    LogRulesRecord record =
        serdes.of(Topics.LOG_RULES).deserializer().deserialize(LOG_RULES.topic(), last.get());
    LogRulesPublished body = record.getBody();
    if (body == null) {
      throw new IOException(
          "the last record of log-rules is of a kind that this version does not know; use a newer"
              + " version");
    }
    PublishedLog published = published(body);
    requireSame(published, requireTopic(kafka));
    return Optional.of(published);
  }

  private static Optional<byte[]> lastValue(KafkaAccess kafka) {
    try (Consumer<byte[], byte[]> consumer = kafka.follower()) {
      consumer.assign(List.of(LOG_RULES));
      consumer.seekToBeginning(List.of(LOG_RULES));
      long end = consumer.endOffsets(List.of(LOG_RULES)).getOrDefault(LOG_RULES, 0L);
      Optional<byte[]> last = Optional.empty();
      while (consumer.position(LOG_RULES) < end) {
        for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL)) {
          last = Optional.of(entry.value());
        }
      }
      return last;
    }
  }

  private static PublishedLog published(LogRulesPublished body) throws IOException {
    String text = new String(AvroValues.bytes(body.getRules()), StandardCharsets.UTF_8);
    try {
      LogRules rules = LogRules.parse(text);
      if (!rules.canonicalText().equals(text)) {
        throw new IllegalArgumentException("not in canonical form");
      }
      ByteBuffer id = ByteBuffer.wrap(body.getTopicId().bytes());
      return new PublishedLog(
          rules, new UUID(id.getLong(), id.getLong()), VerifierKey.parse(body.getVerifierKey()));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "the published log rules can't be read by this version: " + e.getMessage(), e);
    }
  }

  private static TopicDescription requireTopic(KafkaAccess kafka) throws IOException {
    String name = Topics.RECEIPTS.name();
    try (Admin admin = kafka.admin()) {
      Map<String, TopicDescription> found =
          admin.describeTopics(List.of(name)).allTopicNames().get();
      return Optional.ofNullable(found.get(name))
          .orElseThrow(() -> new IOException("the cluster does not describe topic " + name));
    } catch (ExecutionException e) {
      throw new IOException(
          "can't find topic %s (%s); run 'quittance topics apply' first"
              .formatted(name, e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking for topic " + name, e);
    }
  }

  private static void requireSame(PublishedLog published, TopicDescription topic)
      throws IOException {
    UUID topicId = uuid(topic.topicId());
    if (!published.topicId().equals(topicId)) {
      throw new IOException(
          "the log rules are for topic %s with id %s, this cluster's has id %s: the topic was made"
                  .formatted(topic.name(), published.topicId(), topicId)
              + " again, or this is another cluster. A log can't go on without its records");
    }
    if (published.rules().partitions() != topic.partitions().size()) {
      throw new IOException(
          "the log rules say that topic %s has %d partitions, it has %d; an epoch fixes them"
              .formatted(topic.name(), published.rules().partitions(), topic.partitions().size()));
    }
  }

  private static PublishedLog publish(
      KafkaAccess kafka, RecordSerdes serdes, NewLog newLog, TopicDescription topic)
      throws IOException {
    PublishedLog published =
        new PublishedLog(newLog.rules(), uuid(topic.topicId()), newLog.verifierKey());
    requireSame(published, topic);
    LogRulesRecord record = record(published);
    byte[] value =
        serdes.of(Topics.LOG_RULES).serializer().serialize(Topics.LOG_RULES.name(), record);
    try (Producer<byte[], byte[]> producer = kafka.producer()) {
      producer.send(new ProducerRecord<>(Topics.LOG_RULES.name(), 0, null, value)).get();
      return published;
    } catch (ExecutionException e) {
      throw new IOException("can't publish the log rules: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while publishing the log rules", e);
    }
  }

  private static LogRulesRecord record(PublishedLog published) {
    UUID id = published.topicId();
    byte[] topicId =
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    byte[] rules = published.rules().canonicalText().getBytes(StandardCharsets.UTF_8);
    return new LogRulesRecord(
        new LogRulesPublished(
            (long) published.rules().epoch(),
            ByteBuffer.wrap(rules),
            new Uuid16(topicId),
            published.verifierKey().toString()));
  }

  private static UUID uuid(Uuid id) {
    return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  private static IOException refused(KafkaException e) {
    return new IOException("the Kafka cluster or the registry refuses: " + e.getMessage(), e);
  }
}
