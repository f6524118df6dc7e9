package dev.quittance.auditor;

import dev.quittance.auditor.line.DayGrants;
import dev.quittance.auditor.line.LaneAudit;
import dev.quittance.auditor.line.Promises;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of the orders.
 *
 * @param orders how many were looked at
 * @param findings what was found
 */
record LineEvidence(long orders, List<Finding> findings) {

  /** Nothing was looked at. */
  static final LineEvidence NONE = new LineEvidence(0, List.of());

  LineEvidence {
    findings = List.copyOf(findings);
  }

  /** The same with more findings. */
  LineEvidence with(List<Finding> more) {
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(more);
    return new LineEvidence(orders, all);
  }

  /** What all partitions give together. */
  static LineEvidence of(List<Finding> catalogue, List<LineReplay.Audited> audited) {
    List<Finding> findings = new ArrayList<>(catalogue);
    List<LaneAudit.Result> lanes = audited.stream().map(LineReplay.Audited::result).toList();
    // A partition whose orders were read before an interruption knows nothing of what came since.
    long knownUntil =
        audited.stream().mapToLong(LineReplay.Audited::knownUntil).min().orElse(Long.MIN_VALUE);
    lanes.forEach(lane -> findings.addAll(lane.findings()));
    findings.addAll(
        Promises.judge(lanes.stream().map(LaneAudit.Result::promises).toList(), knownUntil));
    findings.addAll(DayGrants.judge(lanes.stream().map(LaneAudit.Result::grants).toList()));
    return new LineEvidence(lanes.stream().mapToLong(LaneAudit.Result::orders).sum(), findings);
  }
}
