package dev.quittance.bench;

import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.WireFormat;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** The usual frame around each value, with an id that no registry gave: every schema is today's. */
final class UnregisteredSerdes implements RecordSerdes {
  private static final int SCHEMA_ID = 1;

  @Override
  public <V extends SpecificRecord> Serde<V> of(Topic<V> topic) {
    return Serdes.serdeFrom(
        (_, value) -> WireFormat.encode(SCHEMA_ID, value),
        (_, bytes) ->
            WireFormat.decode(bytes, topic.schema(), topic)
                .orElseThrow(() -> new SerializationException("no value of " + topic.name())));
  }
}
