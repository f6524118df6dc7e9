package dev.quittance.platform.testing;

import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.WireFormat;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serdes that frame every record under one schema id and need no registry. */
public final class FixedIdSerdes implements RecordSerdes {
  /** The id that stands in every value. */
  public static final int SCHEMA_ID = 7;

  @Override
  public <V extends SpecificRecord> Serde<V> of(Topic<V> topic) {
    return Serdes.serdeFrom(
        (_, value) -> value == null ? null : WireFormat.encode(SCHEMA_ID, value),
        (_, bytes) ->
            bytes == null
                ? null
                : WireFormat.decode(bytes, topic.schema(), topic)
                    .orElseThrow(
                        () -> new SerializationException("not a " + topic.name() + " value")));
  }
}
