package dev.quittance.receipts.merkle;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The tiles of C2SP tlog-tiles: 256 hashes wide, tile level L holding the tree's hashes of height
 * 8·L. Stateless.
 */
public final class TileHashes {

  /** Hashes in a full tile. */
  public static final int WIDTH = 256;

  /** Tree levels that one tile spans. */
  public static final int HEIGHT = 8;

  private TileHashes() {}

  /**
   * The number of hashes in a tile of a tree of the given size: 256, or fewer at the right edge.
   */
  public static int width(long size, int level, long index) {
    long hashes = HEIGHT * level < Long.SIZE ? size >>> (HEIGHT * level) : 0;
    return Math.clamp(hashes - index * WIDTH, 0, WIDTH);
  }

  /**
   * The bytes of a tile: its hashes, one after the other.
   *
   * @throws IndexOutOfBoundsException if the tree has no hashes there
   */
  public static Bytes tile(MerkleTree tree, int level, int index) {
    int width = width(tree.size(), level, index);
    if (width == 0) {
      throw new IndexOutOfBoundsException("no tile " + index + " at level " + level);
    }
    List<Bytes32> hashes = tree.level(HEIGHT * level);
    ByteBuffer tile = ByteBuffer.allocate(width * Bytes32.SIZE);
    for (Bytes32 hash : hashes.subList(index * WIDTH, index * WIDTH + width)) {
      hash.write(tile);
    }
    return Bytes.wrap(tile.array());
  }

  /** The root over some hashes of a tile, as many as a power of two. */
  static Bytes32 subtree(Bytes tile, int first, int count) {
    ByteBuffer buffer = tile.asBuffer();
    Bytes32[] nodes = new Bytes32[count];
    for (int i = 0; i < count; i++) {
      nodes[i] = Bytes32.read(buffer.slice((first + i) * Bytes32.SIZE, Bytes32.SIZE));
    }
    for (int width = count / 2; width > 0; width /= 2) {
      for (int i = 0; i < width; i++) {
        nodes[i] = Rfc6962.nodeHash(nodes[2 * i], nodes[2 * i + 1]);
      }
    }
    return nodes[0];
  }
}
