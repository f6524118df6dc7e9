package dev.quittance.platform.kafka;

import dev.quittance.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/** Where serdes come from; a serde belongs to one topic and must not be used for another. */
public interface RecordSerdes {
  /** The serde of a topic's values. Not closed by the source; cheap to make once per client. */
  <V extends SpecificRecord> Serde<V> of(Topic<V> topic);
}
