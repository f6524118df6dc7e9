package dev.quittance.receipts.merkle;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Keccak256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * OpenZeppelin's {@code StandardMerkleTree} (package {@code @openzeppelin/merkle-tree}): leaves are
 * double keccaks of ABI-encoded rows, sorted; pairs are sorted; its proofs verify with stock {@code
 * MerkleProof}.
 *
 * <p>Immutable, thread-safe. Unlike OpenZeppelin's, it exists without rows too, with a zero root.
 */
public final class StandardMerkleTree {

  /**
   * Heap order: the root at 0, the children of i at 2i+1 and 2i+2, the leaves reversed at the end.
   */
  private final Bytes32[] nodes;

  /** Position in the heap of each row's leaf. */
  private final int[] positions;

  private StandardMerkleTree(Bytes32[] nodes, int[] positions) {
    this.nodes = nodes;
    this.positions = positions;
  }

  /** The tree over ABI-encoded rows, in any order. */
  public static StandardMerkleTree of(List<Bytes> encodedRows) {
    int count = encodedRows.size();
    Bytes32[] leaves =
        encodedRows.stream().map(StandardMerkleTree::leafHash).toArray(Bytes32[]::new);
    int[] sorted =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparing((Integer row) -> leaves[row]))
            .mapToInt(Integer::intValue)
            .toArray();
    Bytes32[] nodes = new Bytes32[Math.max(0, 2 * count - 1)];
    int[] positions = new int[count];
    for (int i = 0; i < count; i++) {
      int position = nodes.length - 1 - i;
      nodes[position] = leaves[sorted[i]];
      positions[sorted[i]] = position;
    }
    for (int i = count - 2; i >= 0; i--) {
      nodes[i] = pairHash(nodes[2 * i + 1], nodes[2 * i + 2]);
    }
    return new StandardMerkleTree(nodes, positions);
  }

  /** keccak256(keccak256(row)). */
  public static Bytes32 leafHash(Bytes encodedRow) {
    return Keccak256.hash(Keccak256.hash(encodedRow.toByteArray()).toByteArray());
  }

  /** The root; 32 zero bytes without rows. */
  public Bytes32 root() {
    return nodes.length == 0 ? Bytes32.ZERO : nodes[0];
  }

  /** The siblings from a row's leaf up to the root's child; rows count as they were given. */
  public List<Bytes32> proof(int row) {
    List<Bytes32> proof = new ArrayList<>();
    for (int node = positions[row]; node > 0; node = (node - 1) / 2) {
      proof.add(nodes[(node & 1) == 1 ? node + 1 : node - 1]);
    }
    return List.copyOf(proof);
  }

  /** Whether a proof leads from a row to a root. */
  public static boolean verify(Bytes encodedRow, List<Bytes32> proof, Bytes32 root) {
    Bytes32 hash = leafHash(encodedRow);
    for (Bytes32 sibling : proof) {
      hash = pairHash(hash, sibling);
    }
    return hash.equals(root);
  }

  private static Bytes32 pairHash(Bytes32 one, Bytes32 other) {
    return one.compareTo(other) <= 0
        ? Keccak256.hash(one.toByteArray(), other.toByteArray())
        : Keccak256.hash(other.toByteArray(), one.toByteArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StandardMerkleTree that
        && Arrays.equals(nodes, that.nodes)
        && Arrays.equals(positions, that.positions);
  }

  @Override
  public int hashCode() {
    return root().hashCode();
  }
}
