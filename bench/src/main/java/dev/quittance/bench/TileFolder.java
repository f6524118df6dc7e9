package dev.quittance.bench;

import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.EntryTree;
import dev.quittance.receipts.merkle.MissingTileException;
import dev.quittance.receipts.merkle.Tile;
import dev.quittance.receipts.merkle.TileContent;
import dev.quittance.receipts.merkle.TileEdge;
import dev.quittance.receipts.merkle.TileReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Tiles where the blob store has them, written without forcing each to the disk and read as the
 * explorer does, without what it keeps in memory. Not thread-safe.
 */
final class TileFolder implements TileEdge, TileReader {
  private final Map<Integer, Bytes> edge = new HashMap<>();
  private final EntryTree tree;
  private final Path folder;
  private final DirectoryBlobStore blobs;

  TileFolder(Path folder, EntryTree tree) {
    this.tree = tree;
    this.folder = folder.resolve("named");
    this.blobs = new DirectoryBlobStore(folder);
  }

  void write(TileContent content) {
    Path file = folder.resolve(tree.nameOf(content.tile()));
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.write(file, content.bytes().toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file, e);
    }
  }

  @Override
  public Bytes read(Tile tile) {
    return blobs
        .published(tree.nameOf(tile))
        .map(Bytes::wrap)
        .orElseThrow(() -> new MissingTileException(tree.nameOf(tile)));
  }

  @Override
  public Bytes get(int level) {
    return edge.getOrDefault(level, Bytes.EMPTY);
  }

  @Override
  public void put(int level, Bytes bytes) {
    edge.put(level, bytes);
  }
}
