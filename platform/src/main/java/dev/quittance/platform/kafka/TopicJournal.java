package dev.quittance.platform.kafka;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.schemas.Topic;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Appends to a topic with one partition, some records at a time, all or none. Opening it fences
 * whoever had it before under the same transactional id. Not thread-safe.
 *
 * @param <V> the generated Avro class of a value
 */
public final class TopicJournal<V extends SpecificRecord> implements AutoCloseable {
  private final Topic<V> topic;
  private final Producer<byte[], byte[]> producer;
  private final Serializer<V> values;

  /** A record to append; what its sending says shows when the transaction is committed. */
  public record Line<V>(Bytes key, V value) {}

  /** Takes the journal over. */
  public TopicJournal(
      KafkaAccess kafka, RecordSerdes serdes, Topic<V> topic, String transactionalId) {
    this.topic = topic;
    this.values = serdes.of(topic).serializer();
    this.producer = kafka.transactionalProducer(transactionalId);
  }

  /**
   * Commits the lines, in order; they are durable when this returns.
   *
   * @throws KafkaException if that is not known; the journal must be opened and read back again
   */
  public void append(List<Line<V>> lines) {
    producer.beginTransaction();
    try {
      for (Line<V> line : lines) {
        byte[] value = values.serialize(topic.name(), line.value());
        var _ =
            producer.send(new ProducerRecord<>(topic.name(), 0, line.key().toByteArray(), value));
      }
      producer.commitTransaction();
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw e;
    } catch (KafkaException e) {
      FailedTransaction.abort(producer, e);
      throw e;
    }
  }

  @Override
  public void close() {
    producer.close();
    values.close();
  }
}
