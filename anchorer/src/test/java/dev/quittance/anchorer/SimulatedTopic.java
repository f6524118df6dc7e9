package dev.quittance.anchorer;

import dev.quittance.receipts.crypto.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Committed records of one partition of a topic. */
record SimulatedTopic(String name, int partition, List<Entry> records) {

  /** A record. */
  record Entry(long offset, long timestamp, @Nullable Bytes key, @Nullable Bytes value) {

    byte @Nullable [] keyBytes() {
      return key == null ? null : key.toByteArray();
    }

    byte @Nullable [] valueBytes() {
      return value == null ? null : value.toByteArray();
    }
  }

  static SimulatedTopic empty(String name, int partition) {
    return new SimulatedTopic(name, partition, new ArrayList<>());
  }

  void append(long timestamp, @Nullable Bytes key, Bytes value) {
    records.add(new Entry(records.size(), timestamp, key, value));
  }
}
