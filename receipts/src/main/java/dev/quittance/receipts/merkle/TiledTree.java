package dev.quittance.receipts.merkle;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.HashMap;
import java.util.Map;

/**
 * An RFC 6962 tree of which only tiles exist: roots and proofs as {@link MerkleTree} gives them,
 * from at most two tiles for each eight levels of the tree.
 *
 * <p>Keeps the tiles that it has read, so one instance serves one question or a few about the same
 * place. Not thread-safe. Tiles are not checked here: whoever uses a proof verifies it.
 */
public final class TiledTree {
  private final long size;
  private final TileReader tiles;
  private final Map<Tile, Bytes> read = new HashMap<>();

  /** The tree of a size, its tiles read when they are needed. */
  public TiledTree(long size, TileReader tiles) {
    if (size < 0) {
      throw new IllegalArgumentException("a tree's size is not negative: " + size);
    }
    this.size = size;
    this.tiles = tiles;
  }

  /** The number of leaves. */
  public long size() {
    return size;
  }

  /**
   * The root.
   *
   * @throws MissingTileException if a tile is not there, as all methods here
   */
  public Bytes32 root() {
    return root(size);
  }

  /** The root that the tree had when it had the given size. */
  public Bytes32 root(long smaller) {
    requireSize(smaller);
    return subtrees().rangeRoot(0, smaller);
  }

  /** The proof that the leaf at an index is in this tree. */
  public InclusionProof inclusionProof(long index) {
    return inclusionProof(index, size);
  }

  /**
   * The proof that the leaf at an index is in the tree of the given size.
   *
   * @throws IndexOutOfBoundsException if there is no such leaf or size
   */
  public InclusionProof inclusionProof(long index, long smaller) {
    requireSize(smaller);
    return subtrees().inclusionProof(index, smaller);
  }

  /**
   * The proof that the tree of size second starts with the tree of size first.
   *
   * @throws IndexOutOfBoundsException unless 0 ≤ first ≤ second ≤ size
   */
  public ConsistencyProof consistencyProof(long first, long second) {
    requireSize(second);
    return subtrees().consistencyProof(first, second);
  }

  private PerfectSubtrees subtrees() {
    return this::subtree;
  }

  private Bytes32 subtree(int level, long index) {
    int inTile = level % TileHashes.HEIGHT;
    long first = index << inTile;
    Tile tile = Tile.of(size, level / TileHashes.HEIGHT, first / Tile.FULL);
    Bytes hashes = read.computeIfAbsent(tile, this::readWhole);
    return TileHashes.subtree(hashes, (int) (first % Tile.FULL), 1 << inTile);
  }

  private Bytes readWhole(Tile tile) {
    Bytes hashes = tiles.read(tile);
    if (hashes.size() < tile.width() * Bytes32.SIZE) {
      throw new MissingTileException(tile.path() + " has only " + hashes.size() + " bytes");
    }
    return hashes;
  }

  private void requireSize(long smaller) {
    if (smaller < 0 || smaller > size) {
      throw new IndexOutOfBoundsException("size " + smaller + " of a tree of " + size);
    }
  }
}
