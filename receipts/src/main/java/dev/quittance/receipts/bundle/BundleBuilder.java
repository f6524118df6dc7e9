package dev.quittance.receipts.bundle;

import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.disclosure.Disclosure;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.Checkpoint;
import dev.quittance.receipts.log.LogReplay;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.receipts.log.ProvenReceipt;
import dev.quittance.receipts.log.RetainedPeriod;
import dev.quittance.receipts.log.VerifierKey;
import dev.quittance.receipts.merkle.InclusionProof;
import java.util.List;

/**
 * Builds bundles from a replay that has retained the receipts. Not thread-safe: the replay is not.
 */
public final class BundleBuilder {

  private final LogReplay replay;
  private final ReceiptDomain domain;
  private final String note;
  private final Checkpoint checkpoint;

  /**
   * A builder of bundles under one checkpoint.
   *
   * @param replay the replay
   * @param domain the log's EIP-712 domain
   * @param note the signed checkpoint
   * @param key the key that it must be signed with
   * @throws IllegalArgumentException if it is not, or covers more periods than the replay has
   */
  public BundleBuilder(LogReplay replay, ReceiptDomain domain, String note, VerifierKey key) {
    this.replay = replay;
    this.domain = domain;
    this.note = note;
    this.checkpoint =
        Checkpoint.verify(note, key)
            .orElseThrow(
                () -> new IllegalArgumentException("the checkpoint is not signed by " + key));
    if (checkpoint.size() > replay.state().nextPeriod()) {
      throw new IllegalArgumentException(
          "the checkpoint covers %d periods, the replay has %d"
              .formatted(checkpoint.size(), replay.state().nextPeriod()));
    }
  }

  /**
   * The bundle of a receipt, with some fields of its details.
   *
   * @throws IllegalArgumentException if the period is not retained or not under the checkpoint, or
   *     the checkpoint's root is not the replay's
   */
  public Bundle build(ProvenReceipt receipt, List<Disclosure> disclosures) {
    RetainedPeriod period =
        replay
            .period(receipt.period())
            .orElseThrow(
                () -> new IllegalArgumentException("period not retained: " + receipt.period()));
    int partition = receipt.entry().partition();
    PartitionHead head = period.assembled().heads().get(partition);
    AnchorRecord anchor = period.assembled().record();
    return new Bundle(
        domain,
        receipt.signed().receipt(),
        receipt.signed().signature().toBytes(),
        receipt.index(),
        receipt.entry().encode(),
        period.entryProof(partition, receipt.index()).path(),
        head.encode(),
        period.headProof(partition).path(),
        anchor.encode(),
        logProof(anchor).path(),
        note,
        domain.chainId(),
        domain.contract(),
        period.assembled().anchorHash(),
        disclosures.stream().map(BundledField::of).toList());
  }

  private InclusionProof logProof(AnchorRecord anchor) {
    if (anchor.seq() >= checkpoint.size()) {
      throw new IllegalArgumentException(
          "period %d is not under the checkpoint, which covers %d"
              .formatted(anchor.seq(), checkpoint.size()));
    }
    InclusionProof proof = replay.anchorProof(anchor.seq(), checkpoint.size());
    if (!proof.verify(anchor.hash(), checkpoint.root())) {
      throw new IllegalArgumentException("the checkpoint's root is not that of the replayed log");
    }
    return proof;
  }
}
