package dev.quittance.anchorer.client;

import dev.quittance.anchorer.avro.AnchorRecords;
import dev.quittance.platform.chain.AnchorView;
import dev.quittance.platform.chain.AnchoredPeriod;
import dev.quittance.platform.chain.BlockHead;
import dev.quittance.platform.chain.ChainReceipt;
import dev.quittance.platform.chain.outbox.Change;
import dev.quittance.platform.chain.outbox.Entry;
import dev.quittance.platform.chain.outbox.Job;
import dev.quittance.platform.chain.outbox.OutboxWork;
import dev.quittance.platform.chain.outbox.Outcome;
import dev.quittance.platform.chain.outbox.Preflight;
import dev.quittance.platform.kafka.TopicFollower;
import dev.quittance.platform.kafka.TopicJournal;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.merkle.Rfc6962;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.AnchorMade;
import dev.quittance.schemas.avro.AnchorStatusRecord;
import dev.quittance.schemas.avro.AnchorsRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The jobs of the anchor client: one per anchor record, in sequence. */
final class AnchorWork implements OutboxWork<Long> {
  /** Twice what the largest record takes; the record's length is fixed. */
  private static final long GAS_LIMIT = 260_000;

  private static final Duration NO_PATIENCE = Duration.ofMillis(20);

  private final AnchorView contract;
  private final Address address;
  private final Parts parts;
  private final Map<Long, Bytes32> anchorHashes = new HashMap<>();

  /**
   * What it works with; closed with it.
   *
   * @param statuses folded to the end of the journal
   * @param progress told how far anchoring comes
   */
  record Parts(
      AnchorStatuses statuses,
      AnchorProgress progress,
      TopicJournal<AnchorStatusRecord> journal,
      TopicFollower<AnchorsRecord> anchors,
      SelfCheck selfCheck,
      AnchorRevert revert) {}

  AnchorWork(AnchorView contract, Address address, Parts parts) {
    this.contract = contract;
    this.address = address;
    this.parts = parts;
  }

  @Override
  public List<Entry<Long>> arrivals() {
    List<Entry<Long>> entries = new ArrayList<>();
    parts.anchors().poll(NO_PATIENCE, record -> arrive(record.getBody()).ifPresent(entries::add));
    return entries;
  }

  private Optional<Entry<Long>> arrive(@Nullable AnchorMade made) {
    if (made != null) {
      parts.progress().arrived(made.getSeq());
    }
    if (made == null || parts.statuses().isFinal(made.getSeq())) {
      return Optional.empty();
    }
    Bytes record = Bytes.wrap(AvroValues.bytes(made.getAnchor()));
    anchorHashes.put(made.getSeq(), Rfc6962.leafHash(record));
    Job<Long> job = new Job<>(made.getSeq(), address, contract.anchorCall(record), GAS_LIMIT);
    return Optional.of(Entry.of(job, parts.statuses().resumed(made.getSeq())));
  }

  @Override
  public Preflight preflight(Job<Long> job, long finalized, BlockHead latest) throws IOException {
    return switch (parts.selfCheck().compare(job.id(), anchorHash(job.id()))) {
      case SelfCheck.Finding.Same _ -> onChain(job.id());
      case SelfCheck.Finding.NotYet _ -> new Preflight.Hold();
      case SelfCheck.Finding.Different(String reason) -> new Preflight.Refuse(reason);
    };
  }

  private Preflight onChain(long seq) throws IOException {
    Optional<AnchoredPeriod> anchored = contract.period(seq);
    if (anchored.isEmpty()) {
      return beforeAnchoring();
    }
    if (!anchored.get().anchorHash().equals(anchorHash(seq))) {
      return new Preflight.Refuse(conflict(seq, anchored.get()));
    }
    return contract
        .anchoring(seq, anchorHash(seq))
        .<Preflight>map(found -> new Preflight.AlreadyMined(found.txHash(), found.block()))
        // To anchor the same record again is a transaction that changes nothing.
        .orElseGet(Preflight.Go::new);
  }

  private Preflight beforeAnchoring() throws IOException {
    long next = contract.next();
    long settled = parts.statuses().settled();
    return settled <= next
        ? new Preflight.Go()
        : new Preflight.Refuse(
            "%d periods are final here, the contract %s knows %d: this is another chain, or it lost"
                    .formatted(settled, address, next)
                + " final blocks");
  }

  @Override
  public Outcome outcome(Job<Long> job, ChainReceipt receipt, long finalized) throws IOException {
    if (receipt.succeeded()) {
      return new Outcome.Settled();
    }
    Optional<AnchoredPeriod> anchored = contract.period(job.id());
    return anchored.isPresent() && !anchored.get().anchorHash().equals(anchorHash(job.id()))
        ? new Outcome.Halt(conflict(job.id(), anchored.get()))
        : parts.revert().outcome(job, receipt, contract.next());
  }

  private String conflict(long seq, AnchoredPeriod anchored) {
    return "conflict: period %d is anchored with hash %s, its record here has %s"
        .formatted(seq, anchored.anchorHash(), anchorHash(seq));
  }

  private Bytes32 anchorHash(long seq) {
    return Optional.ofNullable(anchorHashes.get(seq))
        .orElseThrow(() -> new IllegalStateException("period " + seq + " has not arrived"));
  }

  @Override
  public void commit(List<Change<Long>> changes) {
    parts
        .journal()
        .append(
            changes.stream()
                .map(change ->
                    new TopicJournal.Line<>(
                        Bytes.wrap(AnchorRecords.key(change.id())), StatusRecords.record(change)))
                .toList());
    for (Change<Long> change : changes) {
      parts.statuses().fold(change);
      if (parts.statuses().isFinal(change.id())) {
        anchorHashes.remove(change.id());
        parts.progress().finalAt(System.currentTimeMillis());
      }
    }
  }

  @Override
  public void close() {
    try (var _ = parts.journal();
        var _ = parts.anchors();
        var _ = parts.selfCheck()) {
      anchorHashes.clear();
    }
  }
}
