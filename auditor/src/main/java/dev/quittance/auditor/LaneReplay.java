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
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.AgentKeys;
import dev.quittance.receipts.log.AgentState;
import dev.quittance.receipts.log.Appended;
import dev.quittance.receipts.log.ClosedPeriod;
import dev.quittance.receipts.log.EntryKind;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replays one partition, in all epochs, with every signature recovered, and keeps what became of
 * its records. Can be written down after any record and gone on with. Not thread-safe.
 */
final class LaneReplay {

  /**
   * The partition as it was replayed.
   *
   * @param periods from 0 on, without a gap
   * @param ends what is wrong with how epochs ended
   */
  record Replayed(
      int partition,
      List<ClosedPeriod> periods,
      List<Refusal> refusals,
      List<Place> outOfOrder,
      List<StepBack> stepsBack,
      List<RetiredUse> retired,
      long records,
      long receipts,
      long accepted,
      Optional<Place> firstOpen,
      long openRecords,
      List<Finding> interim,
      List<Finding> ends) {}

  /** A record that does not count; its period tells the epoch, and so the topic. */
  record Refusal(long period, long offset, Reason reason, String detail) {}

  /** A record whose append time is before that of the one before it. */
  record StepBack(long period, long offset, long milliseconds) {}

  private final PublishedLog log;
  private final int partition;
  private final Secp256k1Signatures signatures;
  private final InterimReplay interim;
  private final List<ClosedPeriod> periods = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final List<Place> outOfOrder = new ArrayList<>();
  private final List<StepBack> stepsBack = new ArrayList<>();
  private final List<RetiredUse> retired = new ArrayList<>();
  private final List<Finding> ends = new ArrayList<>();
  private final AgentKeys keys;
  private EpochLane epoch;
  private long records;
  private long lastAppendTime;
  private long receipts;
  private long accepted;
  private Optional<Place> firstOpen = Optional.empty();
  private long openRecords;
  private Optional<Address> signer = Optional.empty();

  /**
   * @param keys which addresses may sign no more
   */
  LaneReplay(PublishedLog log, int partition, Secp256k1Signatures signatures, AgentKeys keys) {
    this.log = log;
    this.partition = partition;
    this.signatures = signatures;
    this.keys = keys;
    this.interim = new InterimReplay(partition, log.identity().partitionCount(), log.verifierKey());
    this.epoch = EpochLane.begin(log, 0, partition, signatures, this::isSigned);
  }

  /** The signer was recovered before, by whatever thread had time. */
  private boolean isSigned(Bytes32 digest, EcdsaSignature signature, Address agent) {
    return signer.filter(agent::equals).isPresent();
  }

  /** Which of the log's epochs is read, from 0. */
  int epoch() {
    return epoch.index();
  }

  /** How much of that epoch's topic was read. */
  Position position() {
    return epoch.position();
  }

  /** How many records were read in all epochs. */
  long records() {
    return records;
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
    records++;
    if (!epoch.pass(record.offset())) {
      outOfOrder.add(place(record.offset()));
      return;
    }
    if (epoch.isOver()) {
      epoch.overrun(record.offset());
      return;
    }
    // What it says about the sequence must be read before the record changes the store.
    String sequence = recovered.receipt().map(this::sequence).orElse("");
    signer = recovered.signer();
    Appended appended = epoch.append(record);
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
    if (firstOpen.isEmpty()) {
      firstOpen = Optional.of(place(record.offset()).inPeriod(appended.period()));
    }
    EntryKind kind = appended.entry().kind();
    if (kind == EntryKind.REFUSED || kind == EntryKind.DUPLICATE) {
      refusals.add(
          new Refusal(appended.period(), record.offset(), appended.entry().reason(), sequence));
    }
    appended.closed().ifPresent(this::close);
    interim.appended(appended, epoch.state(), record.appendTime(), notes);
  }

  private Place place(long offset) {
    return Place.record(epoch.topic(), partition, offset);
  }

  private RetiredUse use(long period, long offset, Address agent) {
    return new RetiredUse(place(offset).inPeriod(period), agent);
  }

  private void close(ClosedPeriod closed) {
    // Where an epoch did not end, what the next one closes can't be carried on.
    if (closed.close().seq() == periods.size()) {
      // Nobody asks for the agents again, and there may be very many.
      periods.add(
          new ClosedPeriod(
              closed.close(),
              closed.head(),
              closed.closeAppendTime(),
              List.of(),
              closed.postings()));
    }
    nothingIsOpen();
  }

  private void nothingIsOpen() {
    firstOpen = Optional.empty();
    openRecords = 0;
  }

  /**
   * There are no more records in the epoch's topic.
   *
   * @param periodsAtMost how many periods a copy of the log has
   * @return whether there is another epoch, which begins now
   */
  boolean beginNext(long periodsAtMost) {
    boolean isNext = epoch.next().filter(next -> next.firstPeriod() <= periodsAtMost).isPresent();
    if (isNext) {
      ends.addAll(epoch.endFindings());
      epoch = EpochLane.begin(log, epoch.index() + 1, partition, signatures, this::isSigned);
      lastAppendTime = 0;
      nothingIsOpen();
    }
    return isNext;
  }

  private String sequence(SignedReceipt signed) {
    Address agent = signed.receipt().agent();
    long last = epoch.store().agent(agent).map(AgentState::lastSeq).orElse(0L);
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
    interim.finish(epoch.state(), periodsAtMost, notes);
    return new Replayed(
        partition,
        List.copyOf(periods),
        List.copyOf(refusals),
        List.copyOf(outOfOrder),
        List.copyOf(stepsBack),
        List.copyOf(retired),
        records,
        receipts,
        accepted,
        firstOpen,
        openRecords,
        interim.findings(),
        List.copyOf(ends));
  }

  /** All that it takes to go on from here. */
  byte[] snapshot() {
    SnapshotWriter out = new SnapshotWriter();
    epoch.write(out);
    for (long number : new long[] {records, lastAppendTime, receipts, accepted, openRecords}) {
      out.number(number);
    }
    out.list(firstOpen.stream().toList(), out::place);
    out.list(outOfOrder, out::place);
    out.list(ends, out::finding);
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
          out.place(use.place());
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
    out.list(periods, period -> PeriodSnapshots.write(period, out));
    interim.write(out);
    return out.written();
  }

  /** Goes on from a snapshot. */
  static LaneReplay resumed(
      PublishedLog log,
      int partition,
      Secp256k1Signatures signatures,
      AgentKeys keys,
      byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot);
    LaneReplay lane = new LaneReplay(log, partition, signatures, keys);
    lane.epoch = EpochLane.read(in, log, partition, signatures, lane::isSigned);
    lane.records = in.number();
    lane.lastAppendTime = in.number();
    lane.receipts = in.number();
    lane.accepted = in.number();
    lane.openRecords = in.number();
    lane.firstOpen = in.list(in::place).stream().findFirst();
    lane.outOfOrder.addAll(in.list(in::place));
    lane.ends.addAll(in.list(in::finding));
    lane.stepsBack.addAll(in.list(() -> new StepBack(in.number(), in.number(), in.number())));
    lane.retired.addAll(in.list(() -> new RetiredUse(in.place(), Address.copyOf(in.bytes()))));
    lane.refusals.addAll(
        in.list(() -> new Refusal(in.number(), in.number(), Reason.valueOf(in.text()), in.text())));
    lane.periods.addAll(in.list(() -> PeriodSnapshots.read(in)));
    lane.interim.read(in);
    return lane;
  }
}
