package dev.quittance.receipts.foreign;

import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Keccak256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * AgentRunner's Merkle tree (merkletreejs with {@code sortPairs}): keccak-256, each pair sorted, an
 * odd node promoted, leaves in the order of arrival. OpenZeppelin's MerkleProof verifies its
 * proofs. It has no separation of leaves and nodes; the log's own trees do. Pure.
 */
public final class AgentRunnerTree {
  private AgentRunnerTree() {}

  /** The root; empty for no leaves, where they write {@code 0x}. */
  public static Optional<Bytes32> root(List<Bytes32> leaves) {
    List<Bytes32> level = leaves;
    while (level.size() > 1) {
      level = parents(level);
    }
    return level.stream().findFirst();
  }

  /** The siblings from a leaf to the root. */
  public static List<Bytes32> proof(List<Bytes32> leaves, int index) {
    if (index < 0 || index >= leaves.size()) {
      throw new IndexOutOfBoundsException("no leaf " + index + " of " + leaves.size());
    }
    List<Bytes32> proof = new ArrayList<>();
    List<Bytes32> level = leaves;
    for (int at = index; level.size() > 1; at /= 2) {
      int sibling = at ^ 1;
      if (sibling < level.size()) {
        proof.add(level.get(sibling));
      }
      level = parents(level);
    }
    return proof;
  }

  /** Whether a proof leads from a leaf to a root. */
  public static boolean verify(Bytes32 leaf, List<Bytes32> proof, Bytes32 root) {
    Bytes32 hash = leaf;
    for (Bytes32 sibling : proof) {
      hash = parent(hash, sibling);
    }
    return hash.equals(root);
  }

  private static List<Bytes32> parents(List<Bytes32> level) {
    List<Bytes32> parents = new ArrayList<>((level.size() + 1) / 2);
    for (int i = 0; i < level.size(); i += 2) {
      parents.add(i + 1 < level.size() ? parent(level.get(i), level.get(i + 1)) : level.get(i));
    }
    return parents;
  }

  private static Bytes32 parent(Bytes32 one, Bytes32 other) {
    byte[] a = one.toByteArray();
    byte[] b = other.toByteArray();
    boolean isSorted = Arrays.compareUnsigned(a, b) <= 0;
    byte[] pair = Arrays.copyOf(isSorted ? a : b, 2 * Bytes32.SIZE);
    System.arraycopy(isSorted ? b : a, 0, pair, Bytes32.SIZE, Bytes32.SIZE);
    return Keccak256.hash(pair);
  }
}
