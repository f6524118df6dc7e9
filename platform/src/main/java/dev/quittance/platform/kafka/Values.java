package dev.quittance.platform.kafka;

import dev.quittance.platform.deadletters.Fault;
import dev.quittance.schemas.Topic;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the values of a topic; one that does not decode is passed by. Not thread-safe.
 *
 * @param <V> the generated Avro class of a value
 */
public final class Values<V extends SpecificRecord> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Values.class);

  private final String topic;
  private final Deserializer<V> values;

  /** Reads the values of a topic. */
  public Values(RecordSerdes serdes, Topic<V> topic) {
    this.topic = topic.name();
    this.values = serdes.of(topic).deserializer();
  }

  /**
   * The value; empty when there is none or it does not decode.
   *
   * @throws TimeoutException when the schema registry can't be reached: nothing is wrong with the
   *     value then
   */
  public Optional<V> read(byte @Nullable [] value) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(values.deserialize(topic, value));
    } catch (RuntimeException e) {
      if (Fault.isOutage(e)) {
        throw new TimeoutException("the schema registry can't be reached", e);
      }
      LOG.atWarn()
          .addKeyValue("topic", topic)
          .addKeyValue("reason", e.toString())
          .log("a record does not decode; it is passed by");
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    values.close();
  }
}
