package dev.quittance.anchorer.store;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.merkle.TileEdge;
import org.apache.kafka.streams.state.KeyValueStore;

/** The right edge of a partition's open entry tree: one value per level, by the level's byte. */
public final class StreamsTileEdge implements TileEdge {
  private final KeyValueStore<byte[], byte[]> store;

  /** Over the store of one task. */
  public StreamsTileEdge(KeyValueStore<byte[], byte[]> store) {
    this.store = store;
  }

  @Override
  public Bytes get(int level) {
    byte[] bytes = store.get(key(level));
    return bytes == null ? Bytes.EMPTY : Bytes.wrap(bytes);
  }

  @Override
  public void put(int level, Bytes bytes) {
    if (bytes.size() == 0) {
      store.delete(key(level));
    } else {
      store.put(key(level), bytes.toByteArray());
    }
  }

  private static byte[] key(int level) {
    return new byte[] {(byte) level};
  }
}
