package dev.quittance.auditor;

import dev.quittance.auditor.line.RetiredUse;
import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.Position;
import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.PublishedInterimHead;
import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.AgentKeys;
import dev.quittance.receipts.log.AgentState;
import dev.quittance.receipts.log.Appended;
import dev.quittance.receipts.log.ClosedPeriod;
import dev.quittance.receipts.log.EntryKind;
import dev.quittance.receipts.log.InMemoryPartitionStore;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.receipts.log.PartitionLog;
import dev.quittance.receipts.log.PartitionState;
import dev.quittance.receipts.log.PeriodClose;
import dev.quittance.receipts.log.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replays one partition with every signature recovered, and keeps what became of its records. Can
 * be written down after any record and gone on with. Not thread-safe.
 */
final class LaneReplay {

  /** The partition as it was replayed. */
  record Replayed(
      int partition,
      List<ClosedPeriod> periods,
      List<Refusal> refusals,
      List<Long> outOfOrder,
      List<StepBack> stepsBack,
      List<RetiredUse> retired,
      long records,
      long receipts,
      long accepted,
      Optional<Long> firstOpenOffset,
      long openRecords,
      List<Finding> interim) {}

  /** A record that does not count. */
  record Refusal(long period, long offset, Reason reason, String detail) {}

  /** A record whose append time is before that of the one before it. */
  record StepBack(long period, long offset, long milliseconds) {}

  private final int partition;
  private final InMemoryPartitionStore store;
  private final PartitionLog log;
  private final InterimReplay interim;
  private final List<ClosedPeriod> periods = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final List<Long> outOfOrder = new ArrayList<>();
  private final List<StepBack> stepsBack = new ArrayList<>();
  private final List<RetiredUse> retired = new ArrayList<>();
  private final AgentKeys keys;
  private Position position = Position.START;
  private long lastAppendTime;
  private long receipts;
  private long accepted;
  private Optional<Long> firstOpenOffset = Optional.empty();
  private long openRecords;
  private Optional<Address> signer = Optional.empty();

  /**
   * @param keys which addresses may sign no more
   */
  LaneReplay(PublishedLog log, int partition, Secp256k1Signatures signatures, AgentKeys keys) {
    this(log, partition, signatures, keys, new InMemoryPartitionStore());
  }

  private LaneReplay(
      PublishedLog log,
      int partition,
      Secp256k1Signatures signatures,
      AgentKeys keys,
      InMemoryPartitionStore store) {
    this.keys = keys;
    this.partition = partition;
    this.store = store;
    this.log = new PartitionLog(log.identity(), partition, store, signatures, this::isSigned);
    this.interim = new InterimReplay(partition, log.identity().partitionCount(), log.verifierKey());
  }

  /** The signer was recovered before, by whatever thread had time. */
  private boolean isSigned(Bytes32 digest, EcdsaSignature signature, Address agent) {
    return signer.filter(agent::equals).isPresent();
  }

  /** How much of the partition was read. */
  Position position() {
    return position;
  }

  /** How much of what was said of open periods was held against the records. */
  Position interimPosition() {
    return interim.position();
  }

  /**
   * Takes the next record.
   *
   * @param notes what was said of open periods, from {@link #interimPosition} on
   */
  void append(RecoveredRecord recovered, Cursor<Published<PublishedInterimHead>> notes)
      throws LogUnavailableException {
    LogRecord record = recovered.record();
    boolean isInOrder = record.offset() >= position.nextOffset();
    position = position.after(record.offset());
    if (!isInOrder) {
      outOfOrder.add(record.offset());
      return;
    }
    // What it says about the sequence must be read before the record changes the store.
    String sequence = recovered.receipt().map(this::sequence).orElse("");
    signer = recovered.signer();
    Appended appended = log.append(record);
    if (record.appendTime() < lastAppendTime) {
      stepsBack.add(
          new StepBack(appended.period(), record.offset(), lastAppendTime - record.appendTime()));
    }
    lastAppendTime = record.appendTime();
    receipts += recovered.receipt().isPresent() ? 1 : 0;
    accepted += appended.accepted().isPresent() ? 1 : 0;
    appended
        .accepted()
        .map(signed -> signed.receipt().agent())
        .filter(agent -> !keys.maySign(agent, appended.period()))
        .ifPresent(agent -> retired.add(use(appended.period(), record.offset(), agent)));
    openRecords++;
    firstOpenOffset = firstOpenOffset.or(() -> Optional.of(record.offset()));
    EntryKind kind = appended.entry().kind();
    if (kind == EntryKind.REFUSED || kind == EntryKind.DUPLICATE) {
      refusals.add(
          new Refusal(appended.period(), record.offset(), appended.entry().reason(), sequence));
    }
    appended.closed().ifPresent(this::close);
    interim.appended(appended, state(), record.appendTime(), notes);
  }

  private PartitionState state() {
    return store.state().orElseGet(() -> PartitionState.initial(partition));
  }

  private RetiredUse use(long period, long offset, Address agent) {
    return new RetiredUse(Place.record("receipts", partition, offset).inPeriod(period), agent);
  }

  private void close(ClosedPeriod closed) {
    // Nobody asks for the agents again, and there may be very many.
    periods.add(
        new ClosedPeriod(
            closed.close(), closed.head(), closed.closeAppendTime(), List.of(), closed.postings()));
    firstOpenOffset = Optional.empty();
    openRecords = 0;
  }

  private String sequence(SignedReceipt signed) {
    Address agent = signed.receipt().agent();
    long last = store.agent(agent).map(AgentState::lastSeq).orElse(0L);
    return ": agent %s, sequence %d, expected %d"
        .formatted(agent, signed.receipt().seq(), last + 1);
  }

  /**
   * There are no more records.
   *
   * @param periodsAtMost how many periods a copy of the log has
   */
  Replayed finish(long periodsAtMost, Cursor<Published<PublishedInterimHead>> notes)
      throws LogUnavailableException {
    interim.finish(state(), periodsAtMost, notes);
    return new Replayed(
        partition,
        List.copyOf(periods),
        List.copyOf(refusals),
        List.copyOf(outOfOrder),
        List.copyOf(stepsBack),
        List.copyOf(retired),
        position.records(),
        receipts,
        accepted,
        firstOpenOffset,
        openRecords,
        interim.findings());
  }

  /** All that it takes to go on from here. */
  byte[] snapshot() {
    SnapshotWriter out = new SnapshotWriter();
    StoreSnapshots.write(store, out);
    for (long number :
        new long[] {
          position.records(),
          position.nextOffset(),
          lastAppendTime,
          receipts,
          accepted,
          firstOpenOffset.orElse(-1L),
          openRecords
        }) {
      out.number(number);
    }
    out.list(outOfOrder, out::number);
    out.list(
        stepsBack,
        step -> {
          out.number(step.period());
          out.number(step.offset());
          out.number(step.milliseconds());
        });
    out.list(
        retired,
        use -> {
          out.number(use.place().period().orElseThrow());
          out.number(use.place().offset().orElseThrow());
          out.bytes(use.address().toBytes());
        });
    out.list(
        refusals,
        refusal -> {
          out.number(refusal.period());
          out.number(refusal.offset());
          out.text(refusal.reason().name());
          out.text(refusal.detail());
        });
    out.list(periods, period -> write(out, period));
    interim.write(out);
    return out.written();
  }

  private static void write(SnapshotWriter out, ClosedPeriod period) {
    PeriodClose close = period.close();
    out.bytes(close.logId().toBytes());
    out.number(close.seq());
    out.number(close.periodStart());
    out.number(close.periodEnd());
    out.number(close.partition());
    out.number(close.partitionCount());
    out.bytes(period.head().encode());
    out.number(period.closeAppendTime());
    out.list(period.postings(), posting -> out.posting(posting.key(), posting.change()));
  }

  /** Goes on from a snapshot. */
  static LaneReplay resumed(
      PublishedLog log,
      int partition,
      Secp256k1Signatures signatures,
      AgentKeys keys,
      byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot);
    LaneReplay lane = new LaneReplay(log, partition, signatures, keys, StoreSnapshots.read(in));
    lane.position = new Position(in.number(), in.number());
    lane.lastAppendTime = in.number();
    lane.receipts = in.number();
    lane.accepted = in.number();
    long open = in.number();
    lane.firstOpenOffset = open < 0 ? Optional.empty() : Optional.of(open);
    lane.openRecords = in.number();
    lane.outOfOrder.addAll(in.list(in::number));
    lane.stepsBack.addAll(in.list(() -> new StepBack(in.number(), in.number(), in.number())));
    lane.retired.addAll(
        in.list(() -> lane.use(in.number(), in.number(), Address.copyOf(in.bytes()))));
    lane.refusals.addAll(
        in.list(() -> new Refusal(in.number(), in.number(), Reason.valueOf(in.text()), in.text())));
    lane.periods.addAll(in.list(() -> period(in)));
    lane.interim.read(in);
    return lane;
  }

  private static ClosedPeriod period(SnapshotReader in) {
    PeriodClose close =
        new PeriodClose(
            Bytes32.copyOf(in.bytes()),
            in.number(),
            in.number(),
            in.number(),
            (int) in.number(),
            (int) in.number());
    Bytes head = in.bytes();
    return new ClosedPeriod(
        close,
        PartitionHead.decode(head).orElseThrow(),
        in.number(),
        List.of(),
        in.list(in::posting));
  }
}
