package dev.quittance.receipts.merkle;

import dev.quittance.receipts.crypto.Bytes32;
import java.util.List;
import java.util.Optional;

/**
 * Proof that a leaf is at an index of a tree of a size (RFC 9162, 2.1.3).
 *
 * @param index position of the leaf, from 0
 * @param size number of leaves of the tree
 * @param path sibling hashes, from the leaf's up to the root's child
 */
public record InclusionProof(long index, long size, List<Bytes32> path) {

  /** Copies the path. */
  public InclusionProof {
    path = List.copyOf(path);
  }

  /** Whether the proof leads from the leaf to the root, and to its very position. */
  public boolean verify(Bytes32 leafHash, Bytes32 root) {
    return rootFrom(leafHash).filter(root::equals).isPresent();
  }

  /** The root that the proof leads to; empty if the path's length does not fit index and size. */
  public Optional<Bytes32> rootFrom(Bytes32 leafHash) {
    if (index < 0 || index >= size) {
      return Optional.empty();
    }
    long node = index;
    long last = size - 1;
    Bytes32 hash = leafHash;
    for (Bytes32 sibling : path) {
      if (last == 0) {
        return Optional.empty();
      }
      if ((node & 1) == 1 || node == last) {
        hash = Rfc6962.nodeHash(sibling, hash);
        int unpaired = (node & 1) == 1 ? 0 : Long.numberOfTrailingZeros(node);
        node >>= unpaired;
        last >>= unpaired;
      } else {
        hash = Rfc6962.nodeHash(hash, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 ? Optional.of(hash) : Optional.empty();
  }
}
