package dev.quittance.platform.kafka;

import dev.quittance.schemas.Topic;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads the committed records of a topic with one partition, from its beginning. Not thread-safe.
 *
 * @param <V> the generated Avro class of a value
 */
public final class TopicFollower<V extends SpecificRecord> implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaAccess kafka;
  private final TopicPartition partition;
  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
  private final Deserializer<V> values;
  private long appendTimeMs;

  /** Opens the topic; nothing is read yet. */
  public TopicFollower(KafkaAccess kafka, RecordSerdes serdes, Topic<V> topic) {
    this.kafka = kafka;
    this.partition = new TopicPartition(topic.name(), 0);
    this.values = serdes.of(topic).deserializer();
    this.consumer = kafka.follower();
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
  }

  /** Hands on what has come, waiting for it for a while at most. */
  public void poll(Duration patience, Consumer<V> sink) {
    for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(patience)) {
      if (entry.value() != null) {
        appendTimeMs = entry.timestamp();
        sink.accept(values.deserialize(entry.topic(), entry.value()));
      }
    }
  }

  /**
   * Hands on everything that is there now. What stands behind a transaction that is open still is
   * waited for: a journal of several writers would else be read back without its last lines.
   */
  public void readToEnd(Consumer<V> sink, BooleanSupplier isStopping) {
    long end = ReadToEnd.ends(kafka, List.of(partition)).getOrDefault(partition, 0L);
    while (consumer.position(partition) < end && !isStopping.getAsBoolean()) {
      poll(POLL, sink);
    }
  }

  /** When the record that was handed on last was appended, unix ms; 0 before the first. */
  public long appendTimeMs() {
    return appendTimeMs;
  }

  @Override
  public void close() {
    consumer.close();
    values.close();
  }
}
