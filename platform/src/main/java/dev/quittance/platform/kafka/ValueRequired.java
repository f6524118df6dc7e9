package dev.quittance.platform.kafka;

import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Refuses records without a value, as it does those that don't decode: no stage writes them, so a
 * processor need not expect them, and they go where undecodable records go.
 *
 * @param <V> the type of the values
 */
record ValueRequired<V>(Deserializer<V> decoder) implements Deserializer<V> {
  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    decoder.configure(configs, isKey);
  }

  @Override
  public V deserialize(String topic, byte @Nullable [] value) {
    return decoder.deserialize(topic, required(value));
  }

  @Override
  public V deserialize(String topic, Headers headers, byte @Nullable [] value) {
    return decoder.deserialize(topic, headers, required(value));
  }

  @Override
  public void close() {
    decoder.close();
  }

  private static byte[] required(byte @Nullable [] value) {
    if (value == null) {
      throw new SerializationException("the record has no value");
    }
    return value;
  }
}
