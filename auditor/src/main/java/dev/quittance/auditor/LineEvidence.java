package dev.quittance.auditor;

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

  /**
   * What all partitions give together.
   *
   * @param knownUntil the append time up to which the log is known whole, unix milliseconds
   */
  static LineEvidence of(List<Finding> catalogue, List<LaneAudit.Result> lanes, long knownUntil) {
    List<Finding> findings = new ArrayList<>(catalogue);
    lanes.forEach(lane -> findings.addAll(lane.findings()));
    findings.addAll(
        Promises.judge(lanes.stream().map(LaneAudit.Result::promises).toList(), knownUntil));
    return new LineEvidence(lanes.stream().mapToLong(LaneAudit.Result::orders).sum(), findings);
  }
}
