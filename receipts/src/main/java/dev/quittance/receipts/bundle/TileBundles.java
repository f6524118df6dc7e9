package dev.quittance.receipts.bundle;

import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.disclosure.Disclosure;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.Checkpoint;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.receipts.log.PublishedEntries;
import dev.quittance.receipts.log.VerifierKey;
import dev.quittance.receipts.merkle.InclusionProof;
import dev.quittance.receipts.merkle.MerkleTree;
import dev.quittance.receipts.merkle.TileReader;
import dev.quittance.receipts.merkle.TiledTree;
import java.util.List;

/**
 * Builds bundles from what is published of a log, without its records: the same bytes as {@link
 * BundleBuilder} under the same checkpoint. Each path is verified before it is given out, so what
 * tiles say that are not the log's is never passed on. Immutable; as thread-safe as its reader.
 */
public final class TileBundles {

  private final ReceiptDomain domain;
  private final String note;
  private final Checkpoint checkpoint;
  private final TileReader anchorTiles;

  /**
   * A closed period, as far as it is published.
   *
   * @param anchor its anchor record
   * @param heads the heads of all partitions, partition 0 first
   */
  public record Period(AnchorRecord anchor, List<PartitionHead> heads) {
    /** Copies the list. */
    public Period {
      heads = List.copyOf(heads);
    }
  }

  /**
   * A builder of bundles under one checkpoint.
   *
   * @param domain the log's EIP-712 domain
   * @param note the signed checkpoint
   * @param key the key that it must be signed with
   * @param anchorTiles tiles of the anchor log
   * @throws IllegalArgumentException if it is not signed so
   */
  public TileBundles(ReceiptDomain domain, String note, VerifierKey key, TileReader anchorTiles) {
    this.domain = domain;
    this.note = note;
    this.anchorTiles = anchorTiles;
    this.checkpoint =
        Checkpoint.verify(note, key)
            .orElseThrow(
                () -> new IllegalArgumentException("the checkpoint is not signed by " + key));
  }

  /** Number of anchors under the checkpoint. */
  public long size() {
    return checkpoint.size();
  }

  /**
   * The bundle of a receipt, with some fields of its details.
   *
   * @param found its entry, which is ACCEPTED
   * @param entryTiles tiles of the entry's tree
   * @throws IllegalArgumentException if the parts do not prove each other
   * @throws dev.quittance.receipts.merkle.MissingTileException if a tile is not there
   */
  public Bundle build(
      SignedReceipt signed,
      PublishedEntries.Found found,
      Period period,
      TileReader entryTiles,
      List<Disclosure> disclosures) {
    PartitionHead head = period.heads().get(found.entry().partition());
    InclusionProof entryProof =
        new TiledTree(head.entries(), entryTiles).inclusionProof(found.index());
    require(entryProof, found.entry().leafHash(), head.entriesRoot(), "entry");
    InclusionProof headProof =
        MerkleTree.of(period.heads().stream().map(PartitionHead::leafHash).toList())
            .inclusionProof(head.partition());
    require(headProof, head.leafHash(), period.anchor().periodRoot(), "head");
    return new Bundle(
        domain,
        signed.receipt(),
        signed.signature().toBytes(),
        found.index(),
        found.entry().encode(),
        entryProof.path(),
        head.encode(),
        headProof.path(),
        period.anchor().encode(),
        logProof(period.anchor()).path(),
        note,
        domain.chainId(),
        domain.contract(),
        period.anchor().hash(),
        disclosures.stream().map(BundledField::of).toList());
  }

  private InclusionProof logProof(AnchorRecord anchor) {
    InclusionProof proof =
        new TiledTree(checkpoint.size(), anchorTiles).inclusionProof(anchor.seq());
    require(proof, anchor.hash(), checkpoint.root(), "anchor");
    return proof;
  }

  private static void require(InclusionProof proof, Bytes32 leaf, Bytes32 root, String what) {
    if (!proof.verify(leaf, root)) {
      throw new IllegalArgumentException(
          "the published tiles do not lead from the %s at %d of %d to root %s"
              .formatted(what, proof.index(), proof.size(), root));
    }
  }
}
