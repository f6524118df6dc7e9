package dev.quittance.receipts.bundle;

import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.Checkpoint;
import dev.quittance.receipts.log.Entry;
import dev.quittance.receipts.log.EntryKind;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.receipts.merkle.InclusionProof;
import dev.quittance.receipts.merkle.Rfc6962;
import java.util.List;
import java.util.Optional;

/**
 * The checks of one bundle that has the right format. Each gives an objection in words, or none; a
 * check may count on those before it.
 */
final class BundleChecks {

  private final Bundle bundle;
  private final Trust trust;
  private final Secp256k1Signatures signatures;
  private final Optional<Entry> entry;
  private final Optional<PartitionHead> head;
  private final Optional<AnchorRecord> anchor;

  BundleChecks(Bundle bundle, Trust trust, Secp256k1Signatures signatures) {
    this.bundle = bundle;
    this.trust = trust;
    this.signatures = signatures;
    this.entry = Entry.decode(bundle.entry());
    this.head = PartitionHead.decode(bundle.head());
    this.anchor = AnchorRecord.decode(bundle.anchor());
  }

  Optional<String> objection(BundleCheck check) {
    return switch (check) {
      case FORMAT -> Optional.empty();
      case SIGNATURE -> signature();
      case ENTRY -> entry();
      case ENTRY_PATH -> entryPath();
      case ANCHOR -> anchor();
      case HEAD_PATH -> headPath();
      case CHECKPOINT ->
          when(checkpoint().isEmpty(), "not signed by the trusted key of " + trust.origin());
      case LOG_PATH -> logPath();
      case CHAIN -> chain();
      case DISCLOSURE -> disclosure();
    };
  }

  private Bytes32 digest() {
    return ReceiptDigest.of(bundle.domain(), bundle.receipt());
  }

  private Optional<String> signature() {
    Optional<Address> signer =
        EcdsaSignature.of(bundle.signature()).flatMap(s -> signatures.recover(digest(), s));
    if (signer.isEmpty()) {
      return Optional.of("not a canonical signature of 65 bytes");
    }
    return when(
        !signer.get().equals(bundle.receipt().agent()),
        "signed by %s, not by the agent %s".formatted(signer.get(), bundle.receipt().agent()));
  }

  private Optional<String> entry() {
    if (entry.isEmpty() || head.isEmpty()) {
      return Optional.of(
          entry.isEmpty() ? "not an entry of 88 bytes" : "its head is not one of 128 bytes");
    }
    Entry leaf = entry.get();
    PartitionHead range = head.get();
    return when(leaf.kind() != EntryKind.ACCEPTED, "its kind is " + leaf.kind())
        .or(() -> when(!leaf.receiptDigest().equals(digest()), "it is another receipt's"))
        .or(() ->
            when(
                Integer.toUnsignedLong(leaf.partition()) != bundle.receipt().lane()
                    || leaf.partition() != range.partition(),
                "partition, lane and the head's partition differ"))
        .or(() ->
            when(
                Long.compareUnsigned(leaf.offset(), range.startOffset()) < 0
                    || Long.compareUnsigned(leaf.offset(), range.endOffset()) >= 0,
                "its offset %d is outside of the head's %d to %d"
                    .formatted(leaf.offset(), range.startOffset(), range.endOffset())));
  }

  private Optional<String> entryPath() {
    PartitionHead tree = head.orElseThrow();
    InclusionProof proof =
        new InclusionProof(bundle.entryIndex(), tree.entries(), bundle.entryPath());
    return when(
        !proof.verify(Rfc6962.leafHash(bundle.entry()), tree.entriesRoot()),
        "does not lead from the entry to the head's entriesRoot");
  }

  private Optional<String> anchor() {
    if (anchor.isEmpty()) {
      return Optional.of("not an anchor record of 304 bytes and schema version 1");
    }
    return when(
        !anchor.get().logId().equals(LogIdentity.logId(trust.origin())),
        "of another log than " + trust.origin());
  }

  private Optional<String> headPath() {
    AnchorRecord record = anchor.orElseThrow();
    InclusionProof proof =
        new InclusionProof(
            Integer.toUnsignedLong(head.orElseThrow().partition()),
            Integer.toUnsignedLong(record.partitionCount()),
            bundle.headPath());
    return when(
        !proof.verify(Rfc6962.leafHash(bundle.head()), record.periodRoot()),
        "does not lead from the head to the anchor's periodRoot");
  }

  private Optional<Checkpoint> checkpoint() {
    return Checkpoint.verify(bundle.checkpoint(), trust.verifierKey());
  }

  private Optional<String> logPath() {
    Checkpoint checkpoint = checkpoint().orElseThrow();
    AnchorRecord record = anchor.orElseThrow();
    InclusionProof proof = new InclusionProof(record.seq(), checkpoint.size(), bundle.logPath());
    return when(
        !proof.verify(record.hash(), checkpoint.root()),
        "does not lead from anchor %d to the checkpoint of size %d"
            .formatted(record.seq(), checkpoint.size()));
  }

  private Optional<String> chain() {
    return when(
            !bundle.anchorHash().equals(anchor.orElseThrow().hash()),
            "anchorHash is not the anchor's")
        .or(() ->
            when(
                !bundle.chainId().equals(bundle.domain().chainId())
                    || !bundle.contract().equals(bundle.domain().contract()),
                "chain id or contract is not the domain's"))
        .or(() ->
            when(
                trust.chainId().filter(id -> !id.equals(bundle.chainId())).isPresent()
                    || trust.contract().filter(c -> !c.equals(bundle.contract())).isPresent(),
                "chain id or contract is not the trusted one"));
  }

  private Optional<String> disclosure() {
    for (BundledField field : bundle.disclosures()) {
      try {
        if (!field.disclosure().verify(bundle.receipt().detailsRoot())) {
          return Optional.of("the receipt does not commit to the field " + field.path());
        }
      } catch (IllegalArgumentException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }
    return sizesDiffer();
  }

  /**
   * A root does not commit to the size of its tree: some proofs fit several sizes. Fields of one
   * receipt are of one tree, though.
   */
  private Optional<String> sizesDiffer() {
    List<BundledField> fields = bundle.disclosures();
    return fields.stream()
        .filter(field -> field.proof().size() != fields.getFirst().proof().size())
        .findFirst()
        .map(other ->
            "the fields %s and %s are of trees of different size"
                .formatted(fields.getFirst().path(), other.path()));
  }

  private static Optional<String> when(boolean wrong, String objection) {
    return wrong ? Optional.of(objection) : Optional.empty();
  }
}
