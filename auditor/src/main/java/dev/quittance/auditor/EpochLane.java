package dev.quittance.auditor;

import dev.quittance.auditor.source.Position;
import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.Appended;
import dev.quittance.receipts.log.ClosedPeriod;
import dev.quittance.receipts.log.InMemoryPartitionStore;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.PartitionLog;
import dev.quittance.receipts.log.PartitionState;
import dev.quittance.receipts.log.SignatureCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A partition in one epoch: its log, how much of its topic was read, and whether it ends where the
 * next epoch begins. Not thread-safe.
 */
final class EpochLane {
  private final PublishedLog published;
  private final int index;
  private final int partition;
  private final String topic;
  private final long endPeriod;
  private final InMemoryPartitionStore store;
  private final PartitionLog log;
  private final List<Finding> endsElsewhere = new ArrayList<>();
  private Position position = Position.START;
  private long firstOverrun = -1;
  private long overruns;

  /** The beginning of an epoch. */
  static EpochLane begin(
      PublishedLog published,
      int index,
      int partition,
      Secp256k1Signatures signatures,
      SignatureCheck check) {
    InMemoryPartitionStore store = new InMemoryPartitionStore();
    store.putState(published.epochs().all().get(index).firstState(partition));
    return new EpochLane(published, index, partition, store, signatures, check);
  }

  private EpochLane(
      PublishedLog published,
      int index,
      int partition,
      InMemoryPartitionStore store,
      Secp256k1Signatures signatures,
      SignatureCheck check) {
    this.published = published;
    this.index = index;
    this.partition = partition;
    this.topic = published.epochs().all().get(index).topic();
    this.endPeriod = published.endOf(index);
    this.store = store;
    this.log =
        new PartitionLog(published.identities().get(index), partition, store, signatures, check);
  }

  /** Which of the log's epochs it is, from 0. */
  int index() {
    return index;
  }

  String topic() {
    return topic;
  }

  /** How much of the topic was read. */
  Position position() {
    return position;
  }

  /** Whether it ends, since another epoch follows. */
  Optional<LogEpoch> next() {
    List<LogEpoch> all = published.epochs().all();
    return index + 1 < all.size() ? Optional.of(all.get(index + 1)) : Optional.empty();
  }

  InMemoryPartitionStore store() {
    return store;
  }

  /** What its log has come to. */
  PartitionState state() {
    return store.state().orElseThrow(() -> new IllegalStateException("a lane begins with a state"));
  }

  /** Passes a record; whether it is in the order of offsets. */
  boolean pass(long offset) {
    boolean isInOrder = offset >= position.nextOffset();
    position = position.after(offset);
    return isInOrder;
  }

  /** Whether the epoch's last period is closed, so that nothing more belongs to it. */
  boolean isOver() {
    return state().openPeriod() >= endPeriod;
  }

  /** Takes down a record that came when it was over. */
  void overrun(long offset) {
    firstOverrun = overruns == 0 ? offset : firstOverrun;
    overruns++;
  }

  Appended append(LogRecord record) {
    Appended appended = log.append(record);
    appended.closed().ifPresent(this::close);
    return appended;
  }

  private void close(ClosedPeriod closed) {
    long start = next().map(LogEpoch::firstStart).orElse(0L);
    long end = closed.close().periodEnd();
    if (isOver() && end != start) {
      endsElsewhere.add(
          Finding.fail(
              FindingCode.L4_EPOCH_NOT_ENDED,
              Place.record(topic, partition, closed.head().endOffset() - 1)
                  .inPeriod(closed.close().seq()),
              "closes the epoch's last period at %s, the next epoch begins at %d"
                  .formatted(Long.toUnsignedString(end), start)));
    }
  }

  /** What is wrong with how it ended; all of its records have been read. */
  List<Finding> endFindings() {
    List<Finding> findings = new ArrayList<>(endsElsewhere);
    if (!isOver()) {
      findings.add(
          Finding.fail(
              FindingCode.L4_EPOCH_NOT_ENDED,
              lastPlace().inPeriod(state().openPeriod()),
              "is the last record, and not the close of period %d, with which the epoch ended"
                  .formatted(endPeriod - 1)));
    }
    if (overruns > 0) {
      findings.add(
          Finding.fail(
              FindingCode.L4_EPOCH_OVERRUN,
              Place.record(topic, partition, firstOverrun),
              "%d records from here on come after the close of period %d, with which the epoch ended"
                  .formatted(overruns, endPeriod - 1)));
    }
    return findings;
  }

  private Place lastPlace() {
    return position.records() == 0
        ? Place.partition(topic, partition)
        : Place.record(topic, partition, position.nextOffset() - 1);
  }

  void write(SnapshotWriter out) {
    out.number(index);
    StoreSnapshots.write(store, out);
    out.number(position.records());
    out.number(position.nextOffset());
    out.number(firstOverrun);
    out.number(overruns);
    out.list(endsElsewhere, out::finding);
  }

  /** Goes on from what was written down. */
  static EpochLane read(
      SnapshotReader in,
      PublishedLog published,
      int partition,
      Secp256k1Signatures signatures,
      SignatureCheck check) {
    int index = (int) in.number();
    EpochLane lane =
        new EpochLane(published, index, partition, StoreSnapshots.read(in), signatures, check);
    lane.position = new Position(in.number(), in.number());
    lane.firstOverrun = in.number();
    lane.overruns = in.number();
    lane.endsElsewhere.addAll(in.list(in::finding));
    return lane;
  }
}
