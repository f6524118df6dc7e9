package dev.quittance.auditor;

import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.AgentState;
import dev.quittance.receipts.log.Appended;
import dev.quittance.receipts.log.ClosedPeriod;
import dev.quittance.receipts.log.DecodedReceipt;
import dev.quittance.receipts.log.EntryKind;
import dev.quittance.receipts.log.InMemoryPartitionStore;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.PartitionLog;
import dev.quittance.receipts.log.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replays one partition with every signature recovered, and keeps what became of its records. Not
 * thread-safe.
 */
final class LaneReplay {

  /** The partition as it was replayed. */
  record Replayed(
      int partition,
      List<ClosedPeriod> periods,
      List<Refusal> refusals,
      List<Long> outOfOrder,
      long records,
      long receipts,
      long accepted,
      Optional<Long> firstOpenOffset,
      long openRecords) {}

  /** A record that does not count. */
  record Refusal(long period, long offset, Reason reason, String detail) {}

  private final int partition;
  private final InMemoryPartitionStore store = new InMemoryPartitionStore();
  private final PartitionLog log;
  private final List<ClosedPeriod> periods = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final List<Long> outOfOrder = new ArrayList<>();
  private long nextOffset;
  private long records;
  private long receipts;
  private long accepted;
  private Optional<Long> firstOpenOffset = Optional.empty();
  private long openRecords;

  LaneReplay(LogIdentity identity, int partition, Secp256k1Signatures signatures) {
    this.partition = partition;
    this.log = new PartitionLog(identity, partition, store, signatures);
  }

  void append(LogRecord record) {
    records++;
    if (record.offset() < nextOffset) {
      outOfOrder.add(record.offset());
      return;
    }
    nextOffset = record.offset() + 1;
    Optional<SignedReceipt> receipt =
        record.decoded() instanceof DecodedReceipt decoded
            ? decoded.wellFormed()
            : Optional.empty();
    // What it says about the sequence must be read before the record changes the store.
    String sequence = receipt.map(this::sequence).orElse("");
    Appended appended = log.append(record);
    receipts += receipt.isPresent() ? 1 : 0;
    accepted += appended.accepted().isPresent() ? 1 : 0;
    openRecords++;
    firstOpenOffset = firstOpenOffset.or(() -> Optional.of(record.offset()));
    EntryKind kind = appended.entry().kind();
    if (kind == EntryKind.REFUSED || kind == EntryKind.DUPLICATE) {
      refusals.add(
          new Refusal(appended.period(), record.offset(), appended.entry().reason(), sequence));
    }
    appended.closed().ifPresent(this::close);
  }

  private void close(ClosedPeriod closed) {
    periods.add(closed);
    firstOpenOffset = Optional.empty();
    openRecords = 0;
  }

  private String sequence(SignedReceipt signed) {
    Address agent = signed.receipt().agent();
    long last = store.agent(agent).map(AgentState::lastSeq).orElse(0L);
    return ": agent %s, sequence %d, expected %d"
        .formatted(agent, signed.receipt().seq(), last + 1);
  }

  Replayed replayed() {
    return new Replayed(
        partition,
        List.copyOf(periods),
        List.copyOf(refusals),
        List.copyOf(outOfOrder),
        records,
        receipts,
        accepted,
        firstOpenOffset,
        openRecords);
  }
}
