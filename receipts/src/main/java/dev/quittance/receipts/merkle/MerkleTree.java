package dev.quittance.receipts.merkle;

import dev.quittance.receipts.crypto.Bytes32;
import java.util.ArrayList;
import java.util.List;

/**
 * An RFC 6962 tree with all its leaf hashes in memory, which gives roots and proofs of itself and
 * of every smaller tree that it grew from.
 *
 * <p>Immutable, thread-safe. Holds two hashes per leaf: every perfect subtree's root is kept.
 */
public final class MerkleTree {

  /** Level k holds the roots of all perfect subtrees of 2^k leaves, from the left. */
  private final List<List<Bytes32>> levels;

  private MerkleTree(List<List<Bytes32>> levels) {
    this.levels = levels;
  }

  /** The tree over leaf hashes. */
  public static MerkleTree of(List<Bytes32> leafHashes) {
    List<List<Bytes32>> levels = new ArrayList<>();
    List<Bytes32> level = List.copyOf(leafHashes);
    levels.add(level);
    while (level.size() > 1) {
      List<Bytes32> above = new ArrayList<>(level.size() / 2);
      for (int i = 0; i + 1 < level.size(); i += 2) {
        above.add(Rfc6962.nodeHash(level.get(i), level.get(i + 1)));
      }
      levels.add(above);
      level = above;
    }
    return new MerkleTree(levels);
  }

  /** The number of leaves. */
  public int size() {
    return levels.getFirst().size();
  }

  /** The hash of a leaf. */
  public Bytes32 leafHash(int index) {
    return levels.getFirst().get(index);
  }

  /** The roots of the perfect subtrees of 2^level leaves, from the left; none if it is too high. */
  List<Bytes32> level(int level) {
    return level < levels.size() ? levels.get(level) : List.of();
  }

  /** The root. */
  public Bytes32 root() {
    return root(size());
  }

  /** The root that the tree had when it had the given size. */
  public Bytes32 root(int size) {
    requireSize(size);
    return subtrees().rangeRoot(0, size);
  }

  /** The proof that the leaf at an index is in this tree. */
  public InclusionProof inclusionProof(int index) {
    return inclusionProof(index, size());
  }

  /**
   * The proof that the leaf at an index is in the tree of the given size.
   *
   * @throws IndexOutOfBoundsException if there is no such leaf or size
   */
  public InclusionProof inclusionProof(int index, int size) {
    requireSize(size);
    return subtrees().inclusionProof(index, size);
  }

  /**
   * The proof that the tree of size second starts with the tree of size first.
   *
   * @throws IndexOutOfBoundsException unless 0 ≤ first ≤ second ≤ size
   */
  public ConsistencyProof consistencyProof(int first, int second) {
    requireSize(second);
    return subtrees().consistencyProof(first, second);
  }

  private PerfectSubtrees subtrees() {
    return (level, index) -> levels.get(level).get(Math.toIntExact(index));
  }

  private void requireSize(int size) {
    if (size < 0 || size > size()) {
      throw new IndexOutOfBoundsException("size " + size + " of a tree of " + size());
    }
  }
}
