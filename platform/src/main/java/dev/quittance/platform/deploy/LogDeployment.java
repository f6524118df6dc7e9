package dev.quittance.platform.deploy;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.LogEpochs;
import dev.quittance.schemas.PublishedEpoch;
import dev.quittance.schemas.Topics;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;

/**
 * Publishes the rules of a line's receipt log, once, and finds them again.
 *
 * <p>Blocking; used by commands at deployment, one at a time, after the topics are applied.
 */
public final class LogDeployment {
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
          : publish(kafka, serdes, newLog.get(), requireTopic(kafka, Topics.RECEIPTS.name()));
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

  /**
   * Kafka's id of a topic.
   *
   * @throws IOException if there is no such topic, or the cluster can't be used
   */
  public static UUID topicId(KafkaAccess kafka, String topic) throws IOException {
    try {
      return uuid(requireTopic(kafka, topic).topicId());
    } catch (KafkaException e) {
      throw refused(e);
    }
  }

  private static Optional<PublishedLog> find(KafkaAccess kafka, RecordSerdes serdes)
      throws IOException {
    Optional<PublishedLog> published = EpochsReader.read(kafka, serdes);
    if (published.isPresent()) {
      LogEpoch newest = published.get().epochs().newest();
      requireSame(newest, requireTopic(kafka, newest.topic()));
    }
    return published;
  }

  private static TopicDescription requireTopic(KafkaAccess kafka, String name) throws IOException {
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

  private static void requireSame(LogEpoch epoch, TopicDescription topic) throws IOException {
    UUID topicId = uuid(topic.topicId());
    if (!epoch.topicId().equals(topicId)) {
      throw new IOException(
          "the log rules are for topic %s with id %s, this cluster's has id %s: the topic was made"
                  .formatted(topic.name(), epoch.topicId(), topicId)
              + " again, or this is another cluster. A log can't go on without its records");
    }
    if (epoch.rules().partitions() != topic.partitions().size()) {
      throw new IOException(
          "the log rules say that topic %s has %d partitions, it has %d; an epoch fixes them"
              .formatted(topic.name(), epoch.rules().partitions(), topic.partitions().size()));
    }
  }

  /**
   * Publishes the next epoch, whose topic is there already.
   *
   * @return the log with it
   * @throws IOException if it does not follow, its topic is another, or the cluster can't be used
   */
  public static PublishedLog publishNext(
      KafkaAccess kafka, RecordSerdes serdes, PublishedLog log, PublishedEpoch next)
      throws IOException {
    try {
      requireSame(next.epoch(), requireTopic(kafka, next.epoch().topic()));
      PublishedLog longer = EpochsReader.following(log, next);
      append(kafka, serdes, next);
      return longer;
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    } catch (KafkaException e) {
      throw refused(e);
    }
  }

  private static PublishedLog publish(
      KafkaAccess kafka, RecordSerdes serdes, NewLog newLog, TopicDescription topic)
      throws IOException {
    PublishedEpoch first =
        PublishedEpoch.first(newLog.rules(), uuid(topic.topicId()), newLog.verifierKey());
    requireSame(first.epoch(), topic);
    append(kafka, serdes, first);
    return new PublishedLog(LogEpochs.first(first.epoch()), first.verifierKey());
  }

  private static void append(KafkaAccess kafka, RecordSerdes serdes, PublishedEpoch epoch)
      throws IOException {
    String topic = Topics.LOG_RULES.name();
    byte[] value = serdes.of(Topics.LOG_RULES).serializer().serialize(topic, epoch.record());
    try (Producer<byte[], byte[]> producer = kafka.producer()) {
      producer.send(new ProducerRecord<>(topic, 0, null, value)).get();
    } catch (ExecutionException e) {
      throw new IOException("can't publish the log rules: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while publishing the log rules", e);
    }
  }

  private static UUID uuid(Uuid id) {
    return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  private static IOException refused(KafkaException e) {
    return new IOException("the Kafka cluster or the registry refuses: " + e.getMessage(), e);
  }
}
