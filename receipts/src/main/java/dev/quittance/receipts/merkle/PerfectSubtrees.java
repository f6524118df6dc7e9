package dev.quittance.receipts.merkle;

import dev.quittance.receipts.crypto.Bytes32;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the roots of a tree's perfect subtrees come from: all that the roots and proofs of RFC 9162
 * (2.1.1, 2.1.3, 2.1.4) are made of, for the tree and every smaller one that it grew from.
 */
@FunctionalInterface
interface PerfectSubtrees {

  /** The root over the 2^level leaves from index · 2^level on. */
  Bytes32 root(int level, long index);

  /**
   * The root over the leaves from (incl.) to (excl.), a subtree that the RFC's recursion visits.
   */
  default Bytes32 rangeRoot(long from, long to) {
    long count = to - from;
    if (count == 0) {
      return Rfc6962.EMPTY_ROOT;
    }
    if (Long.bitCount(count) == 1) {
      int level = Long.numberOfTrailingZeros(count);
      return root(level, from >> level);
    }
    long middle = from + split(count);
    return Rfc6962.nodeHash(rangeRoot(from, middle), rangeRoot(middle, to));
  }

  /**
   * The proof that the leaf at an index is in the tree of the given size.
   *
   * @throws IndexOutOfBoundsException if there is no such leaf
   */
  default InclusionProof inclusionProof(long index, long size) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("leaf " + index + " of " + size);
    }
    List<Bytes32> path = new ArrayList<>();
    long from = 0;
    long to = size;
    while (to - from > 1) {
      long middle = from + split(to - from);
      if (index < middle) {
        path.add(rangeRoot(middle, to));
        to = middle;
      } else {
        path.add(rangeRoot(from, middle));
        from = middle;
      }
    }
    return new InclusionProof(index, size, path.reversed());
  }

  /**
   * The proof that the tree of size second starts with the tree of size first.
   *
   * @throws IndexOutOfBoundsException unless 0 ≤ first ≤ second
   */
  default ConsistencyProof consistencyProof(long first, long second) {
    if (first < 0 || first > second) {
      throw new IndexOutOfBoundsException("consistency of " + first + " with " + second);
    }
    if (first == 0 || first == second) {
      return new ConsistencyProof(first, second, List.of());
    }
    List<Bytes32> path = new ArrayList<>();
    long from = 0;
    long to = second;
    while (to != first) {
      long middle = from + split(to - from);
      if (first <= middle) {
        path.add(rangeRoot(middle, to));
        to = middle;
      } else {
        path.add(rangeRoot(from, middle));
        from = middle;
      }
    }
    if (from > 0) {
      path.add(rangeRoot(from, to));
    }
    return new ConsistencyProof(first, second, path.reversed());
  }

  /** The largest power of two below count. */
  private static long split(long count) {
    return Long.highestOneBit(count - 1);
  }
}
