package dev.quittance.anchorer.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keys of the byte stores. Periods and partitions are not negative, so they sort as numbers. */
final class StoreKeys {

  /** The key of a store that holds one value. */
  static final byte[] SINGLE = {0};

  private static final ByteArraySerializer PREFIX = new ByteArraySerializer();

  private StoreKeys() {}

  static byte[] ofPeriod(long seq) {
    return ByteBuffer.allocate(Long.BYTES).putLong(seq).array();
  }

  static byte[] ofPeriod(long seq, int partition) {
    return ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(seq).putInt(partition).array();
  }

  static byte[] ofPeriod(long seq, ByteBuffer rest) {
    return ByteBuffer.allocate(Long.BYTES + rest.remaining()).putLong(seq).put(rest).array();
  }

  /** What follows the period in a key. */
  static byte[] afterPeriod(byte[] key) {
    byte[] rest = new byte[key.length - Long.BYTES];
    System.arraycopy(key, Long.BYTES, rest, 0, rest.length);
    return rest;
  }

  /** All entries of a period, in the order of their keys. */
  static List<KeyValue<byte[], byte[]>> period(KeyValueStore<byte[], byte[]> store, long seq) {
    return list(store.prefixScan(ofPeriod(seq), PREFIX));
  }

  /** All entries of a period, in the order of their keys; removes them. */
  static List<KeyValue<byte[], byte[]>> drain(KeyValueStore<byte[], byte[]> store, long seq) {
    List<KeyValue<byte[], byte[]>> entries = period(store, seq);
    entries.forEach(entry -> store.delete(entry.key));
    return entries;
  }

  /** The whole content of an iterator, which is closed. */
  static List<KeyValue<byte[], byte[]>> list(KeyValueIterator<byte[], byte[]> iterator) {
    try (iterator) {
      List<KeyValue<byte[], byte[]>> entries = new ArrayList<>();
      iterator.forEachRemaining(entries::add);
      return entries;
    }
  }
}
