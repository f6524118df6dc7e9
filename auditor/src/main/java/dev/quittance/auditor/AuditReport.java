package dev.quittance.auditor;

import dev.quittance.auditor.chain.ChainReading;
import java.time.Duration;
import java.util.List;

/**
 * What an audit found. The findings are in a fixed order, whatever the order in which they were
 * made.
 *
 * @param origin the log's name; empty if it could not be read
 * @param records records read
 * @param receipts how many of them are well-formed receipts; each signature was recovered
 * @param accepted how many of those count
 * @param periods closed periods
 * @param published how many of those have a record in {@code anchors}
 * @param anchored how many the chain has; 0 if it could not be read
 * @param openRecords records of the open period
 * @param orders orders looked at
 * @param elapsed how long reading and recovering took
 * @param levels what came of each level; none if the log could not be read
 * @param findings the worst first
 */
public record AuditReport(
    String origin,
    long records,
    long receipts,
    long accepted,
    long periods,
    long published,
    long anchored,
    long openRecords,
    long orders,
    Duration elapsed,
    List<LevelResult> levels,
    List<Finding> findings) {

  /** Sorts the findings. */
  public AuditReport {
    levels = List.copyOf(levels);
    findings = findings.stream().sorted().distinct().toList();
  }

  /** The report on a log that could not be audited at all. */
  static AuditReport of(List<Finding> findings) {
    return new AuditReport("", 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, List.of(), findings);
  }

  static AuditReport of(
      Evidence evidence, List<Finding> findings, Duration elapsed, Level deepest) {
    List<LaneReplay.Replayed> lanes = evidence.lanes();
    long receipts = lanes.stream().mapToLong(LaneReplay.Replayed::receipts).sum();
    return new AuditReport(
        evidence.log().identity().origin(),
        lanes.stream().mapToLong(LaneReplay.Replayed::records).sum(),
        receipts,
        lanes.stream().mapToLong(LaneReplay.Replayed::accepted).sum(),
        evidence.closedPeriods(),
        evidence.located().size(),
        evidence.contract().map(ChainReading.Contract::next).orElse(0L),
        lanes.stream().mapToLong(LaneReplay.Replayed::openRecords).sum(),
        evidence.line().orders(),
        elapsed,
        LevelTally.of(
            findings, receipts, evidence.knownPeriods(), evidence.line().orders(), deepest),
        findings);
  }

  /** The same as if it had taken another time: two audits differ in that alone. */
  public AuditReport lasting(Duration time) {
    return new AuditReport(
        origin,
        records,
        receipts,
        accepted,
        periods,
        published,
        anchored,
        openRecords,
        orders,
        time,
        levels,
        findings);
  }

  /** How the audit ends: the worst finding decides. */
  public Outcome outcome() {
    if (findings.stream().anyMatch(finding -> finding.severity() == Severity.FAIL)) {
      return Outcome.FAILED;
    }
    return findings.stream().anyMatch(finding -> finding.severity() == Severity.INCONCLUSIVE)
        ? Outcome.INCONCLUSIVE
        : Outcome.OK;
  }

  /** 0 all hold, 1 a check failed, 3 inconclusive. */
  public int exitCode() {
    return outcome().exitCode();
  }

  /** Records read per second, all threads together; 0 if none were. */
  public double recordsPerSecond() {
    return elapsed.isZero() ? 0 : records / (elapsed.toNanos() / 1e9);
  }

  /** One JSON object, in one line. */
  public String toJson() {
    return AuditRendering.json(this);
  }

  /** Aligned text, ending with a line break. */
  public String toText() {
    return AuditRendering.text(this);
  }
}
