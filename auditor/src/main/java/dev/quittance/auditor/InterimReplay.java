package dev.quittance.auditor;

import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.Position;
import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.PublishedInterimHead;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.Appended;
import dev.quittance.receipts.log.ClosedPeriod;
import dev.quittance.receipts.log.InterimHead;
import dev.quittance.receipts.log.PartitionState;
import dev.quittance.receipts.log.VerifierKey;
import dev.quittance.receipts.merkle.Rfc6962;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds what was said of a partition's open periods against its records, while they are replayed.
 *
 * <p>The notes of a partition come in the order in which its periods grew, so one of them is waited
 * for at a time: memory does not grow with them. Not thread-safe.
 */
final class InterimReplay {
  private static final String TOPIC = "log-interim-heads";

  private record Told(Published<PublishedInterimHead> record, InterimHead head, long endOffset) {
    Place place() {
      return Place.record(TOPIC, 0, record.offset()).inPeriod(head.period());
    }
  }

  /** What a period has come to, when a record was appended. */
  private record Reached(
      long period, long size, boolean isClosed, long endOffset, long time, Supplier<Bytes32> root) {

    boolean isDue(Told told) {
      return told.head.period() < period
          || (told.head.period() == period && (isClosed || told.head.size() <= size));
    }
  }

  private final int partition;
  private final VerifierKey key;
  private final int partitions;
  private final List<Finding> findings = new ArrayList<>();
  private Position position = Position.START;
  private long lastPeriod = -1;
  private long lastSize = -1;
  private @Nullable Told awaited;

  /**
   * @param partition the partition
   * @param partitions how many there are
   * @param key the log's
   */
  InterimReplay(int partition, int partitions, VerifierKey key) {
    this.partition = partition;
    this.partitions = partitions;
    this.key = key;
  }

  /** How much of the notes was held against records, or needs not be. */
  Position position() {
    return position;
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  /**
   * A record was appended.
   *
   * @param after what the partition's log has come to by it
   * @param time the record's append time
   * @param notes those of all partitions, from {@link #position} on
   */
  void appended(
      Appended appended,
      PartitionState after,
      long time,
      Cursor<Published<PublishedInterimHead>> notes)
      throws LogUnavailableException {
    Optional<ClosedPeriod> closed = appended.closed();
    Reached reached =
        new Reached(
            appended.period(),
            appended.index() + 1,
            closed.isPresent(),
            after.nextOffset(),
            time,
            () ->
                closed
                    .map(period -> period.head().entriesRoot())
                    .orElseGet(() -> after.entries().root()));
    for (Told next = next(notes); next != null && reached.isDue(next); next = next(notes)) {
      hold(next, reached);
    }
  }

  /**
   * There are no more records.
   *
   * @param periodsAtMost how many periods a copy has; notes beyond are of what was not copied
   */
  void finish(
      PartitionState last, long periodsAtMost, Cursor<Published<PublishedInterimHead>> notes)
      throws LogUnavailableException {
    for (Told next = next(notes); next != null; next = next(notes)) {
      boolean isOpen = next.head.period() == last.openPeriod();
      boolean isBeyond = next.head.period() > last.openPeriod();
      if (next.head.period() < periodsAtMost
          && (isBeyond || (isOpen && next.head.size() > last.entries().size()))) {
        shortened(next, isOpen ? last.entries().size() : 0);
      }
      done(next);
    }
  }

  private void hold(Told told, Reached reached) {
    if (told.head.period() == reached.period && told.head.size() >= reached.size) {
      switch (told.head.check(reached.size, _ -> reached.root.get())) {
        case InterimHead.Verdict.Prefix() -> asTold(told, reached);
        case InterimHead.Verdict.Shortened(long entries) -> shortened(told, entries);
        case InterimHead.Verdict.Rewritten(Bytes32 root) ->
            fail(
                FindingCode.L4_INTERIM_REWRITTEN,
                told.place(),
                "the first %d entries of partition %d had root %s when the period was open, the records give %s"
                    .formatted(told.head.size(), partition, told.head.root(), root));
      }
    }
    // What is behind was said after an earlier audit, which is gone on with, had passed there.
    done(told);
  }

  /** What stands beside the note in its record, and when it was appended. */
  private void asTold(Told told, Reached reached) {
    if (told.endOffset != reached.endOffset) {
      fail(
          FindingCode.L4_INTERIM_DIFFERS,
          told.place(),
          "says that the %d entries end before offset %d, and they end before %d"
              .formatted(reached.size, told.endOffset, reached.endOffset));
    }
    long appended = told.record.appendTime();
    if (appended > 0 && appended + AppendTimeChecks.CLOCKS_MS < reached.time) {
      fail(
          FindingCode.L4_APPENDED_TOO_EARLY,
          told.place(),
          "appended at %d, and the last record that it speaks of at %d"
              .formatted(appended, reached.time));
    }
  }

  private void shortened(Told told, long entries) {
    fail(
        FindingCode.L4_INTERIM_SHORTENED,
        told.place(),
        "partition %d had %d entries of the period, the records have %d"
            .formatted(partition, told.head.size(), entries));
  }

  private void done(Told told) {
    position = position.after(told.record.offset());
    lastPeriod = told.head.period();
    lastSize = told.head.size();
    awaited = null;
  }

  /** The next note about this partition that can be held against its records; null at the end. */
  private @Nullable Told next(Cursor<Published<PublishedInterimHead>> notes)
      throws LogUnavailableException {
    while (awaited == null) {
      Published<PublishedInterimHead> next = notes.next();
      if (next == null) {
        return null;
      }
      Optional<Told> told = isMine(next) ? told(next) : Optional.empty();
      if (told.isPresent()) {
        awaited = told.get();
      } else {
        position = position.after(next.offset());
      }
    }
    return awaited;
  }

  /** What is of no partition is looked at in the first one. */
  private boolean isMine(Published<PublishedInterimHead> record) {
    int named = record.content().map(PublishedInterimHead::partition).orElse(0);
    return named == partition || (partition == 0 && (named < 0 || named >= partitions));
  }

  private Optional<Told> told(Published<PublishedInterimHead> record) {
    Optional<InterimHead> signed =
        record.content().flatMap(content -> InterimHead.verify(content.note(), key));
    if (record.content().isEmpty() || signed.isEmpty()) {
      fail(
          FindingCode.L4_INTERIM_NOT_SIGNED,
          place(record),
          record.content().isEmpty() ? "does not decode" : "no note in it is signed by " + key);
      return Optional.empty();
    }
    PublishedInterimHead content = record.content().get();
    InterimHead head = signed.get();
    String problem = problem(content, head);
    if (!problem.isEmpty()) {
      fail(FindingCode.L4_INTERIM_DIFFERS, place(record), problem);
      return Optional.empty();
    }
    return Optional.of(new Told(record, head, content.endOffset()));
  }

  private String problem(PublishedInterimHead content, InterimHead head) {
    if (content.seq() != head.period()
        || content.partition() != head.partition()
        || content.size() != head.size()) {
      return "says partition %d, period %d, %d entries, and its note partition %d, period %d, %d entries"
          .formatted(
              content.partition(),
              content.seq(),
              content.size(),
              head.partition(),
              head.period(),
              head.size());
    }
    if (head.partition() >= partitions) {
      return "the log has no partition " + head.partition();
    }
    if (head.period() < lastPeriod || (head.period() == lastPeriod && head.size() < lastSize)) {
      return "comes after a note about %d entries of period %d: repeated or out of its place"
          .formatted(lastSize, lastPeriod);
    }
    return head.size() == 0 && !head.root().equals(Rfc6962.EMPTY_ROOT)
        ? "gives no entries the root " + head.root()
        : "";
  }

  private static Place place(Published<PublishedInterimHead> record) {
    Place place = Place.record(TOPIC, 0, record.offset());
    return record
        .content()
        .map(PublishedInterimHead::seq)
        .filter(seq -> seq >= 0)
        .map(place::inPeriod)
        .orElse(place);
  }

  private void fail(FindingCode code, Place place, String message) {
    findings.add(Finding.fail(code, place, message));
  }

  void write(SnapshotWriter out) {
    out.number(position.records());
    out.number(position.nextOffset());
    out.number(lastPeriod);
    out.number(lastSize);
    out.list(findings, out::finding);
  }

  /** Goes on from what was written down. */
  void read(SnapshotReader in) {
    position = new Position(in.number(), in.number());
    lastPeriod = in.number();
    lastSize = in.number();
    findings.addAll(in.list(in::finding));
  }
}
