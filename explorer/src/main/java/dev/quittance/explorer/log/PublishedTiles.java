package dev.quittance.explorer.log;

import dev.quittance.platform.blob.BlobStore;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.EntryTree;
import dev.quittance.receipts.merkle.MissingTileException;
import dev.quittance.receipts.merkle.Tile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tiles of entry trees from the blob store. What was published never changes, so some are kept.
 * Safe for any number of threads.
 */
final class PublishedTiles {
  /** Some 23 KiB each, if they are bundles. */
  private static final int KEPT = 1024;

  private final BlobStore blobs;
  private final Map<String, Bytes> recent =
      Collections.synchronizedMap(
          new LinkedHashMap<>(KEPT, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bytes> eldest) {
              return size() > KEPT;
            }
          });

  PublishedTiles(BlobStore blobs) {
    this.blobs = blobs;
  }

  /**
   * A tile, of the width asked for; from the full one when its own is not there.
   *
   * @throws MissingTileException if it is not published
   */
  Bytes read(EntryTree tree, Tile tile) {
    return find(tree.nameOf(tile))
        .or(() -> tile.isFull() ? Optional.empty() : find(tree.nameOf(tile.full())))
        .map(found -> LogIndex.prefix(tile, found))
        .orElseThrow(() -> new MissingTileException(tree.nameOf(tile)));
  }

  private Optional<Bytes> find(String name) {
    Bytes kept = recent.get(name);
    if (kept != null) {
      return Optional.of(kept);
    }
    Optional<Bytes> read = blobs.published(name).map(Bytes::wrap);
    read.ifPresent(bytes -> recent.put(name, bytes));
    return read;
  }
}
