package dev.quittance.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.chain.AnchorChain;
import dev.quittance.auditor.chain.ChainReading;
import dev.quittance.auditor.source.LogSource;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.PublishedAnchor;
import dev.quittance.auditor.source.PublishedHead;
import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.receipts.bundle.Trust;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.SettlementRow;
import dev.quittance.receipts.log.VerifierKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditTest {

  private final FakeLog log = VectorLogs.log();

  @Test
  void theUntouchedVectorsHold() {
    AuditReport report = log.audit();

    assertThat(report.findings()).allMatch(f -> f.severity() == Severity.NOTE);
    assertThat(report.exitCode()).isZero();
    assertThat(report.periods()).isEqualTo(3);
    assertThat(report.anchored()).isEqualTo(3);
    assertThat(report.records()).isEqualTo(log.partitions.stream().mapToLong(List::size).sum());
    assertThat(report.levels())
        .filteredOn(level -> level.level() != Level.L5)
        .allMatch(level -> level.outcome() == Outcome.OK && level.ok() > 0);
    assertThat(codes(report))
        .contains(
            FindingCode.L0_BAD_SIGNATURE,
            FindingCode.L4_SEQUENCE_GAP,
            FindingCode.L4_DUPLICATE_RECEIPT,
            FindingCode.L4_EQUIVOCATION,
            FindingCode.L4_REFUSED_RECEIPT,
            FindingCode.L4_REFUSED_CLOSE);
  }

  @Test
  void anotherRunGivesTheSameReport() {
    assertThat(log.audit().findings()).isEqualTo(log.audit().findings()).isSorted();
  }

  @Test
  void withoutAChainTheOtherLevelsStillRun() {
    AnchorChain away = (_, _) -> new ChainReading.Unreachable("connection refused");
    AuditReport report = Audit.run(log, away, log.options(), Progress.Listener.silent());

    assertThat(report.exitCode()).isEqualTo(3);
    assertThat(outcome(report, Level.L2)).isEqualTo(Outcome.INCONCLUSIVE);
    for (Level level : List.of(Level.L0, Level.L1, Level.L3, Level.L4)) {
      assertThat(outcome(report, level)).isEqualTo(Outcome.OK);
    }
  }

  @Test
  void aLogThatCannotBeReadIsInconclusive() {
    AuditReport report =
        Audit.run(new Unreadable(), AnchorChain.none(), log.options(), Progress.Listener.silent());

    assertThat(report.exitCode()).isEqualTo(3);
    assertThat(codes(report)).containsExactly(FindingCode.LOG_UNREADABLE);
    assertThat(report.toText()).contains("no broker");
  }

  @Test
  void aPeriodOnItsWayToTheChainIsANoteUntilTheGraceIsOver() {
    Instant closed = log.soonAfter();
    log.onChain.removeLast();
    AuditReport soon = auditedAt(closed);
    AuditReport late = auditedAt(closed.plus(Duration.ofHours(1)));

    assertThat(soon.exitCode()).isZero();
    assertThat(level(soon, Level.L2).pending()).isEqualTo(1);
    assertThat(late.exitCode()).isEqualTo(1);
    assertThat(late.findings())
        .anyMatch(f -> f.code() == FindingCode.L2_NOT_ANCHORED && f.place().equals(Place.chain(2)));
  }

  @Test
  void theOpenPeriodCountsOnlyIfAskedFor() {
    AuditOptions asked = log.options().includingOpenPeriod();
    AuditReport report = Audit.run(log, log.chain(), asked, Progress.Listener.silent());

    assertThat(report.exitCode()).isEqualTo(3);
    assertThat(codes(report)).contains(FindingCode.L4_OPEN_PERIOD);
  }

  @Test
  void anotherLogThanTheTrustedOneIsNamed() {
    String origin = log.identity.origin();
    Trust other = Trust.of(origin, VerifierKey.ofSeed(origin, Bytes32.ZERO));
    AuditReport report =
        Audit.run(
            log,
            log.chain(),
            AuditOptions.at(log.soonAfter()).trusting(other),
            Progress.Listener.silent());

    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(codes(report)).contains(FindingCode.LOG_NOT_TRUSTED);
  }

  @Test
  void anAuditThatTrustsNobodyIsInconclusive() {
    AuditReport report = audited(AuditOptions.at(log.soonAfter()).upTo(Level.L4));

    assertThat(report.exitCode()).isEqualTo(3);
    assertThat(judgements(report))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.LOG_NOT_NAMED);
          assertThat(finding.message()).contains(log.identity.origin());
        });
  }

  @Test
  void aTrustedLogWhoseContractNobodyNamedIsInconclusive() {
    Trust trust = Trust.of(log.identity.origin(), log.verifierKey);
    AuditOptions trusting = AuditOptions.at(log.soonAfter()).trusting(trust);
    AuditReport report = audited(trusting.upTo(Level.L4));

    assertThat(report.exitCode()).isEqualTo(3);
    assertThat(judgements(report))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.LOG_NOT_NAMED);
          assertThat(finding.message()).contains(log.identity.domain().contract().toString());
        });
    assertThat(audited(trusting.upTo(Level.L1)).exitCode()).as("no chain is asked").isZero();
  }

  private AuditReport audited(AuditOptions options) {
    return Audit.run(log, log.chain(), options, Progress.Listener.silent());
  }

  private static List<Finding> judgements(AuditReport report) {
    return report.findings().stream().filter(f -> f.severity() != Severity.NOTE).toList();
  }

  @Test
  void theReportNamesPlacesForProgramsAndPeople() {
    log.onChain.removeLast();
    log.anchors.removeFirst();
    AuditReport report = log.audit();

    assertThat(report.toJson())
        .startsWith("{\"audit\":\"failed\",\"origin\":\"log.quittance.example/receipts\"")
        .contains("{\"code\":\"L3-ANCHOR-MISSING\",\"severity\":\"FAIL\",\"topic\":\"anchors\"")
        .doesNotContain("\n");
    assertThat(report.toText())
        .contains("L3-ANCHOR-MISSING", "anchors (period 0)")
        .endsWith("audit: failed\n");
  }

  private AuditReport auditedAt(Instant now) {
    return Audit.run(
        log, log.chain(), AuditOptions.at(now).trusting(log.trust()), Progress.Listener.silent());
  }

  private static LevelResult level(AuditReport report, Level level) {
    return report.levels().stream().filter(r -> r.level() == level).findFirst().orElseThrow();
  }

  private static Outcome outcome(AuditReport report, Level level) {
    return level(report, level).outcome();
  }

  private static List<FindingCode> codes(AuditReport report) {
    return report.findings().stream().map(Finding::code).distinct().toList();
  }

  private static final class Unreadable implements LogSource {
    @Override
    public PublishedLog log() throws LogUnavailableException {
      throw new LogUnavailableException("no broker at 127.0.0.1:1");
    }

    @Override
    public List<Published<PublishedAnchor>> anchors() {
      return List.of();
    }

    @Override
    public List<Published<PublishedHead>> heads() {
      return List.of();
    }

    @Override
    public List<Published<SettlementRow>> settlementRows() {
      return List.of();
    }

    @Override
    public Receipts receipts(LogEpoch epoch) throws LogUnavailableException {
      throw new LogUnavailableException("no broker at 127.0.0.1:1");
    }
  }
}
