package dev.quittance.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class ValueRequiredTest {
  private final ValueRequired<String> deserializer = new ValueRequired<>(new StringDeserializer());

  @Test
  void decodesAValue() {
    byte[] value = "value".getBytes(StandardCharsets.UTF_8);
    assertThat(deserializer.deserialize("orders", value)).isEqualTo("value");
    assertThat(deserializer.deserialize("orders", new RecordHeaders(), value)).isEqualTo("value");
  }

  @Test
  void refusesNoValueAsUndecodable() {
    assertThatThrownBy(() -> deserializer.deserialize("orders", null))
        .isInstanceOf(SerializationException.class)
        .hasMessage("the record has no value");
    assertThatThrownBy(() -> deserializer.deserialize("orders", new RecordHeaders(), (byte[]) null))
        .isInstanceOf(SerializationException.class)
        .hasMessage("the record has no value");
  }
}
