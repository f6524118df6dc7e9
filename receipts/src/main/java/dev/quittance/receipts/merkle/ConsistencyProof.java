package dev.quittance.receipts.merkle;

import dev.quittance.receipts.crypto.Bytes32;
import java.util.List;

/**
 * Proof that a tree was only appended to (RFC 9162, 2.1.4).
 *
 * @param first size of the older tree
 * @param second size of the newer tree
 * @param path hashes of subtrees, in the RFC's order; empty if the sizes are equal or first is 0
 */
public record ConsistencyProof(long first, long second, List<Bytes32> path) {

  /** Copies the path. */
  public ConsistencyProof {
    path = List.copyOf(path);
  }

  /** Whether the newer tree, which has secondRoot, starts with the older, which has firstRoot. */
  public boolean verify(Bytes32 firstRoot, Bytes32 secondRoot) {
    if (first < 0 || first > second) {
      return false;
    }
    if (first == second) {
      return path.isEmpty()
          && firstRoot.equals(secondRoot)
          && (first != 0 || firstRoot.equals(Rfc6962.EMPTY_ROOT));
    }
    if (first == 0) {
      return path.isEmpty() && firstRoot.equals(Rfc6962.EMPTY_ROOT);
    }
    // If the older tree is perfect, its root is the first node and is not repeated in the path.
    boolean perfect = Long.bitCount(first) == 1;
    if (!perfect && path.isEmpty()) {
      return false;
    }
    Bytes32 start = perfect ? firstRoot : path.getFirst();
    return walk(start, perfect ? path : path.subList(1, path.size()), firstRoot, secondRoot);
  }

  private boolean walk(Bytes32 start, List<Bytes32> rest, Bytes32 firstRoot, Bytes32 secondRoot) {
    int trailingOnes = Long.numberOfTrailingZeros(~(first - 1));
    long node = (first - 1) >> trailingOnes;
    long last = (second - 1) >> trailingOnes;
    Bytes32 older = start;
    Bytes32 newer = start;
    for (Bytes32 sibling : rest) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        older = Rfc6962.nodeHash(sibling, older);
        newer = Rfc6962.nodeHash(sibling, newer);
        int unpaired = (node & 1) == 1 ? 0 : Long.numberOfTrailingZeros(node);
        node >>= unpaired;
        last >>= unpaired;
      } else {
        newer = Rfc6962.nodeHash(newer, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && older.equals(firstRoot) && newer.equals(secondRoot);
  }
}
