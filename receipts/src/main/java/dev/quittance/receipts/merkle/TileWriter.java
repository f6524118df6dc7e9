package dev.quittance.receipts.merkle;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the tiles of a tree while it grows: each full one once, with its last leaf, and the
 * unfinished ones when they are asked for.
 *
 * <p>All that it remembers is in its edge: at most 255 leaves and 255 hashes per tile level above
 * them, whatever the size. Leaf hashes are not kept, since 256 of them are quickly made again. Not
 * thread-safe.
 */
public final class TileWriter {
  private final TileEdge edge;

  /** Goes on from what the edge holds. */
  public TileWriter(TileEdge edge) {
    this.edge = edge;
  }

  /**
   * Appends a leaf.
   *
   * @param index its position, from 0, one more than the last one's
   * @return the tiles that are full with it; mostly none
   * @throws IllegalStateException if the edge is found not to be that of the tree
   */
  public List<TileContent> append(long index, Bytes leaf) {
    Bytes bundle = EntryBundle.append(edge.get(Tile.ENTRIES), leaf);
    if ((index + 1) % Tile.FULL != 0) {
      edge.put(Tile.ENTRIES, bundle);
      return List.of();
    }
    long number = index / Tile.FULL;
    List<TileContent> full = new ArrayList<>();
    full.add(new TileContent(new Tile(Tile.ENTRIES, number, Tile.FULL), bundle));
    edge.put(Tile.ENTRIES, Bytes.EMPTY);
    raise(0, number, leafHashes(bundle, Tile.FULL), full);
    return full;
  }

  /** Takes a full tile in, and all that are full with it, from the bottom. */
  private void raise(int level, long number, Bytes hashes, List<TileContent> full) {
    full.add(new TileContent(new Tile(level, number, Tile.FULL), hashes));
    Bytes above = plus(edge.get(level + 1), root(hashes));
    if ((number + 1) % Tile.FULL == 0) {
      edge.put(level + 1, Bytes.EMPTY);
      raise(level + 1, number / Tile.FULL, above, full);
    } else {
      edge.put(level + 1, above);
    }
  }

  /** The tiles of a tree of the given size that are not full; what the edge holds stays there. */
  public List<TileContent> partial(long size) {
    List<TileContent> partial = new ArrayList<>();
    Bytes bundle = edge.get(Tile.ENTRIES);
    if (size % Tile.FULL != 0) {
      partial.add(new TileContent(Tile.of(size, Tile.ENTRIES, size / Tile.FULL), bundle));
      partial.add(
          new TileContent(
              Tile.of(size, 0, size / Tile.FULL), leafHashes(bundle, (int) (size % Tile.FULL))));
    }
    int level = 1;
    for (long hashes = size / Tile.FULL; hashes > 0; hashes /= Tile.FULL) {
      if (hashes % Tile.FULL != 0) {
        partial.add(new TileContent(Tile.of(size, level, hashes / Tile.FULL), edge.get(level)));
      }
      level++;
    }
    return partial;
  }

  /** Ends a tree of the given size, so that another can begin; gives its unfinished tiles. */
  public List<TileContent> finish(long size) {
    List<TileContent> partial = partial(size);
    partial.forEach(content -> edge.put(content.tile().level(), Bytes.EMPTY));
    return partial;
  }

  private static Bytes leafHashes(Bytes bundle, int expected) {
    List<Bytes> leaves = EntryBundle.entries(bundle);
    if (leaves.size() != expected) {
      throw new IllegalStateException(
          "the edge holds %d leaves where the tree's size says %d: it is not this tree's"
              .formatted(leaves.size(), expected));
    }
    ByteBuffer hashes = ByteBuffer.allocate(leaves.size() * Bytes32.SIZE);
    leaves.forEach(leaf -> Rfc6962.leafHash(leaf).write(hashes));
    return Bytes.wrap(hashes.array());
  }

  private static Bytes plus(Bytes hashes, Bytes32 hash) {
    ByteBuffer longer = ByteBuffer.allocate(hashes.size() + Bytes32.SIZE);
    longer.put(hashes.asBuffer());
    hash.write(longer);
    return Bytes.wrap(longer.array());
  }

  private static Bytes32 root(Bytes fullTile) {
    return TileHashes.subtree(fullTile, 0, Tile.FULL);
  }
}
