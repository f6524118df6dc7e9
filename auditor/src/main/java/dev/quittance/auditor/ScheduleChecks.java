package dev.quittance.auditor;

import dev.quittance.auditor.chain.ChainReading;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.ClosedPeriod;
import dev.quittance.receipts.log.PeriodBounds;
import dev.quittance.receipts.log.PeriodSchedule;
import dev.quittance.receipts.log.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * L4: periods end when the rules say, and they do end: what is in an open period is under no
 * anchor, so a period that is kept open for longer than the rules allow keeps what is in it
 * changeable.
 *
 * <p>That nothing was closed is no fault by itself, since a line may be stopped for days, or for
 * good. It is said, and where records wait for it, nothing can be said about them.
 */
final class ScheduleChecks {
  private final Evidence evidence;
  private final AuditOptions options;
  private final List<Finding> findings = new ArrayList<>();

  private ScheduleChecks(Evidence evidence, AuditOptions options) {
    this.evidence = evidence;
    this.options = options;
  }

  static List<Finding> findings(Evidence evidence, AuditOptions options) {
    ScheduleChecks checks = new ScheduleChecks(evidence, options);
    checks.begin();
    for (long seq = 0; seq < evidence.closedPeriods(); seq++) {
      evidence.period(seq).ifPresent(period -> checks.ends(period.record()));
    }
    checks.open();
    return checks.findings;
  }

  private PeriodSchedule schedule(long seq) {
    return evidence.log().epochs().ofPeriod(seq).rules().schedule();
  }

  private Place place(long seq) {
    return Place.period(evidence.log().topicOf(seq), seq);
  }

  /** All others begin where the one before has ended, or they could not be assembled. */
  private void begin() {
    evidence
        .period(0)
        .map(period -> period.record().periodStart())
        .filter(start -> start != schedule(0).firstStart())
        .ifPresent(start ->
            findings.add(
                Finding.fail(
                    FindingCode.L4_CLOSE_OFF_SCHEDULE,
                    place(0),
                    "begins at %s, the rules say %s"
                        .formatted(at(start), at(schedule(0).firstStart())))));
  }

  private void ends(AnchorRecord period) {
    PeriodSchedule schedule = schedule(period.seq());
    if (!schedule.allows(new PeriodBounds(period.periodStart(), period.periodEnd()))) {
      findings.add(
          Finding.fail(
              FindingCode.L4_CLOSE_OFF_SCHEDULE,
              place(period.seq()),
              "from %s to %s, and by the rules it ends at %s"
                  .formatted(
                      at(period.periodStart()),
                      at(period.periodEnd()),
                      at(schedule.endAfter(period.periodStart())))));
    }
  }

  /** The first period that not every partition has closed. */
  private void open() {
    int seq = evidence.lanes().stream().mapToInt(lane -> lane.periods().size()).min().orElse(0);
    if (evidence.anchoredRoot(seq).isPresent() || wentOn(seq)) {
      return;
    }
    PeriodSchedule schedule = schedule(seq);
    Optional<ClosedPeriod> last = last(seq);
    Instant due =
        at(
            schedule.endAfter(
                last.map(period -> period.close().periodEnd()).orElse(schedule.firstStart())));
    Instant closedAt =
        last.map(ClosedPeriod::closeAppendTime).map(Instant::ofEpochMilli).orElse(due);
    Duration patience = options.grace().plusSeconds(schedule.cadenceSeconds());
    Instant now = Instant.ofEpochMilli(Math.min(options.now().toEpochMilli(), evidence.untilMs()));
    if (now.isAfter(due.plus(patience))) {
      boolean isStalled = now.isAfter(closedAt.plus(patience));
      findings.add(
          isStalled
              ? stalled(seq, due, last.isPresent() ? "since " + closedAt : "yet")
              : Finding.note(
                  FindingCode.L4_CLOSE_OVERDUE,
                  place(seq),
                  "should have ended at %s: periods are closed late, the last one at %s"
                      .formatted(due, closedAt)));
    }
  }

  /** Of a copy that ends earlier than the log does, nothing can be said about what comes next. */
  private boolean wentOn(long seq) {
    boolean isAtEnd =
        evidence
            .contract()
            .map(ChainReading.Contract::goesOnTo)
            .filter(on -> on <= seq)
            .isPresent();
    return isCopy() && !isAtEnd;
  }

  private boolean isCopy() {
    return evidence.untilMs() != Long.MAX_VALUE;
  }

  /** The close before a period that came last, in whatever partition. */
  private Optional<ClosedPeriod> last(int seq) {
    return evidence.lanes().stream()
        .filter(_ -> seq > 0)
        .map(lane -> lane.periods().get(seq - 1))
        .max((one, other) -> Long.compare(one.closeAppendTime(), other.closeAppendTime()));
  }

  private Finding stalled(int seq, Instant due, String closed) {
    long waiting = isCopy() ? 0 : waiting(seq);
    String message = "should have ended at %s, and nothing was closed %s".formatted(due, closed);
    return waiting > 0
        ? Finding.inconclusive(
            FindingCode.L4_CLOSE_OVERDUE,
            place(seq),
            "%s: %d records wait for it under no anchor".formatted(message, waiting))
        : Finding.note(FindingCode.L4_CLOSE_OVERDUE, place(seq), message);
  }

  /** How many records are in no period that every partition has closed; closes are none. */
  private long waiting(int seq) {
    long records = 0;
    for (LaneReplay.Replayed lane : evidence.lanes()) {
      records += lane.openRecords();
      records +=
          lane.periods().stream().skip(seq).mapToLong(period -> period.head().entries() - 1).sum();
      records -=
          lane.refusals().stream()
              .filter(refusal -> refusal.period() >= seq)
              .filter(refusal -> refusal.reason() == Reason.INVALID_PERIOD_CLOSE)
              .count();
    }
    return records;
  }

  private static Instant at(long seconds) {
    return Instant.ofEpochSecond(seconds);
  }
}
