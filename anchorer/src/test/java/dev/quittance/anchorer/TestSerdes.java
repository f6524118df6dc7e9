package dev.quittance.anchorer;

import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.WireFormat;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serdes without a registry: every schema has the same id. */
public final class TestSerdes implements RecordSerdes {
  public static final int SCHEMA_ID = 7;

  @Override
  public <V extends SpecificRecord> Serde<V> of(Topic<V> topic) {
    return Serdes.serdeFrom(
        (_, record) -> WireFormat.encode(SCHEMA_ID, record),
        (_, value) ->
            WireFormat.decode(value, topic.schema(), topic)
                .orElseThrow(() -> new SerializationException("not a " + topic.name())));
  }
}
