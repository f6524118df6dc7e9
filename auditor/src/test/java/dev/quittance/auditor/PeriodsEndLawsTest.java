package dev.quittance.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.chain.AnchorChain;
import dev.quittance.auditor.chain.ChainReading;
import dev.quittance.receipts.log.PeriodBounds;
import dev.quittance.receipts.log.PeriodSchedule;
import dev.quittance.receipts.log.PeriodSchedule.CatchUp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Periods end where the schedule lets them, and a log that ends none is not taken for whole. */
class PeriodsEndLawsTest {
  private static final long START = 1_767_571_200;
  private static final int DAY_S = 86_400;
  private static final PeriodSchedule DAYS = new PeriodSchedule(START, DAY_S, CatchUp.EACH);

  /** A closer that is away at times, even for days, and ends an epoch now and then that goes on. */
  private static final class Line {
    private final Random random;
    private final PeriodSchedule schedule;
    private final WrittenLog log;
    private long now = START;
    private long start = START;

    Line(long seed, CatchUp catchUp) {
      this.random = new Random(seed);
      int cadence = List.of(10, 60, 3600, DAY_S).get(random.nextInt(4));
      this.schedule = new PeriodSchedule(START, cadence, catchUp);
      this.log = new WrittenLog(seed, schedule);
    }

    void run(int periods) {
      for (int i = 0; i < periods; i++) {
        log.receipts(random.nextInt(3));
        boolean isAway = random.nextInt(5) == 0;
        int cadence = schedule.cadenceSeconds();
        now += 2 + random.nextInt(isAway ? Math.min(40 * cadence, 30 * DAY_S) : cadence);
        if (schedule.due(start, now - 2).isEmpty() && now - 2 > start && random.nextInt(4) == 0) {
          close(now - 2);
        }
        catchUp(isAway ? 3 : Integer.MAX_VALUE);
      }
      catchUp(Integer.MAX_VALUE);
      now = Math.max(now, schedule.endAfter(start) + 2);
      catchUp(Integer.MAX_VALUE);
      log.receipts(random.nextInt(3));
    }

    private void catchUp(int most) {
      Optional<PeriodBounds> due = schedule.due(start, now - 2);
      for (int i = 0; i < most && due.isPresent(); i++) {
        close(due.get().end());
        due = schedule.due(start, now - 2);
      }
    }

    /** Closes the open period, whatever the schedule says. */
    void close(long end) {
      now = Math.max(now, end + 2);
      log.close(new PeriodBounds(start, end), Math.max(log.timeMs, now * 1000));
      start = end;
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whatAnHonestCloserDoesIsWithoutFinding(long seed) {
    for (CatchUp catchUp : CatchUp.values()) {
      Line line = new Line(seed, catchUp);
      line.run(12);
      FakeLog log = line.log.log();
      Duration later =
          AuditOptions.DEFAULT_GRACE.plusSeconds(
              line.random.nextInt(line.schedule.cadenceSeconds()));
      AuditReport report = auditedAt(log, Instant.ofEpochMilli(line.log.timeMs).plus(later));

      assertThat(report.findings()).as("seed %d, %s", seed, line.schedule).isEmpty();
      assertThat(report.periods()).isEqualTo(line.log.closed);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aPeriodThatIsKeptOpenBeyondItsEndIsNamed(long seed) {
    for (CatchUp catchUp : CatchUp.values()) {
      Line line = new Line(seed, catchUp);
      line.run(line.random.nextInt(4));
      int kept = line.log.closed;
      int cadence = line.schedule.cadenceSeconds();
      long ends = line.schedule.endAfter(line.start) + (long) cadence * line.random.nextInt(40);
      line.close(
          catchUp == CatchUp.MERGE
              ? ends + 1 + line.random.nextInt(cadence - 1)
              : ends + 1 + line.random.nextInt(cadence));
      line.run(3);
      AuditReport report = line.log.log().audit();

      assertThat(report.findings())
          .as("seed %d, %s", seed, line.schedule)
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.L4_CLOSE_OFF_SCHEDULE);
            assertThat(finding.severity()).isEqualTo(Severity.FAIL);
            assertThat(finding.place()).isEqualTo(Place.period("receipts", kept));
          });
    }
  }

  @Test
  void aLogThatBeginsElsewhereThanItsRulesSayIsNamed() {
    WrittenLog written = new WrittenLog(1, DAYS);
    long later = START + 30L * DAY_S;
    written.close(new PeriodBounds(later, later + DAY_S), (later + DAY_S + 2) * 1000);

    assertThat(written.log().audit().findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.L4_CLOSE_OFF_SCHEDULE);
          assertThat(finding.place()).isEqualTo(Place.period("receipts", 0));
        });
  }

  @Test
  void whatWaitsForACloseThatDoesNotComeCannotBeJudged() {
    WrittenLog written = twoDays();
    written.receipts(5);
    FakeLog log = written.log();
    Instant patience = end(2).plus(AuditOptions.DEFAULT_GRACE).plusSeconds(DAY_S);

    assertThat(auditedAt(log, patience).findings()).isEmpty();
    AuditReport late = auditedAt(log, patience.plusMillis(1));
    assertThat(late.exitCode()).isEqualTo(3);
    assertOverdue(late, Severity.INCONCLUSIVE, "5 records wait for it under no anchor");
  }

  @Test
  void aLineThatWasStoppedForGoodAndHasNothingOpenStillHolds() {
    WrittenLog written = twoDays();
    // A close that was repeated is harmless, and nobody waits for it.
    written.close(1, 1, day(1));
    AuditReport report =
        auditedAt(written.log(), Instant.ofEpochMilli(written.timeMs).plus(Duration.ofDays(700)));

    assertThat(report.exitCode()).isZero();
    assertThat(codes(report))
        .containsExactlyInAnyOrder(FindingCode.L4_REFUSED_CLOSE, FindingCode.L4_CLOSE_OVERDUE);
    assertThat(report.findings())
        .filteredOn(finding -> finding.code() == FindingCode.L4_CLOSE_OVERDUE)
        .allMatch(finding -> finding.severity() == Severity.NOTE)
        .allMatch(finding -> finding.message().contains("nothing was closed since 2026-01-07"));
  }

  @Test
  void aLineThatWasDownForDaysAndClosesAgainIsNotInconclusive() {
    WrittenLog written = twoDays();
    written.receipts(4);
    Instant back = end(30);
    written.close(day(2), back.toEpochMilli());
    written.receipts(2);
    assertOverdue(
        auditedAt(written.log(), back.plusSeconds(60)),
        Severity.NOTE,
        "are closed late, the last one at");

    for (int seq = 3; seq < 30; seq++) {
      written.close(day(seq), back.toEpochMilli() + seq);
    }
    assertThat(auditedAt(written.log(), back.plusSeconds(60)).findings()).isEmpty();
  }

  @Test
  void aCloseThatIsWithheldFromOnePartitionIsMissed() {
    WrittenLog written = twoDays();
    written.receipts(3);
    written.timeMs = end(2).toEpochMilli() + 2_000;
    written.close(0, 2, day(2));
    AuditReport report = auditedAt(written.log(), end(5));

    assertOverdue(report, Severity.INCONCLUSIVE, "3 records wait for it");
    assertThat(report.exitCode()).isEqualTo(3);
  }

  @Test
  void ofACopyOnlyItsOwnTimeAndTheChainTell() {
    FakeLog log = twoDays().log();
    Instant now = end(700);
    log.untilMs = end(2).toEpochMilli();
    assertThat(auditedAt(log, now).findings()).isEmpty();

    log.untilMs = end(60).toEpochMilli();
    assertOverdue(auditedAt(log, now), Severity.NOTE, "nothing was closed since");
    AnchorChain wentOn =
        (domain, periods) ->
            log.chain().read(domain, periods) instanceof ChainReading.Contract contract
                ? new ChainReading.Contract(
                    contract.logId(), contract.operator(), 2, 40, contract.periods())
                : new ChainReading.NotAsked();
    for (AnchorChain chain : List.of(wentOn, AnchorChain.none())) {
      assertThat(
              codes(
                  Audit.run(
                      log,
                      chain,
                      AuditOptions.at(now).trusting(log.trust()),
                      Progress.Listener.silent())))
          .doesNotContain(FindingCode.L4_CLOSE_OVERDUE);
    }
  }

  private static PeriodBounds day(int seq) {
    return new PeriodBounds(START + (long) seq * DAY_S, START + (seq + 1L) * DAY_S);
  }

  private static Instant end(int seq) {
    return Instant.ofEpochSecond(START + (seq + 1L) * DAY_S);
  }

  private static WrittenLog twoDays() {
    WrittenLog written = new WrittenLog(1, DAYS);
    for (int seq = 0; seq < 2; seq++) {
      written.receipts(4);
      written.close(day(seq), end(seq).toEpochMilli() + 2_000);
    }
    return written;
  }

  private static void assertOverdue(AuditReport report, Severity severity, String message) {
    assertThat(report.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.L4_CLOSE_OVERDUE);
          assertThat(finding.severity()).isEqualTo(severity);
          assertThat(finding.message()).contains(message);
        });
  }

  private static List<FindingCode> codes(AuditReport report) {
    return report.findings().stream().map(Finding::code).toList();
  }

  private static AuditReport auditedAt(FakeLog log, Instant now) {
    return Audit.run(
        log, log.chain(), AuditOptions.at(now).trusting(log.trust()), Progress.Listener.silent());
  }
}
