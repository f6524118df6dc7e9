package dev.quittance.receipts.log;

import dev.quittance.receipts.merkle.InclusionProof;
import dev.quittance.receipts.merkle.MerkleTree;
import java.util.List;

/**
 * A closed period with all its leaf hashes, from which inclusion proofs are built.
 *
 * @param assembled heads, rows and anchor record
 * @param entries the entries tree of each partition, partition 0 first
 */
public record RetainedPeriod(AssembledPeriod assembled, List<MerkleTree> entries) {

  /** Copies the list. */
  public RetainedPeriod {
    entries = List.copyOf(entries);
  }

  /** The proof that an entry is in its partition's tree. */
  public InclusionProof entryProof(int partition, long index) {
    return entries.get(partition).inclusionProof(Math.toIntExact(index));
  }

  /** The proof that a partition's head is in the period tree. */
  public InclusionProof headProof(int partition) {
    return MerkleTree.of(assembled.heads().stream().map(PartitionHead::leafHash).toList())
        .inclusionProof(partition);
  }
}
