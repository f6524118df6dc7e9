package dev.quittance.auditor.line;

import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.source.LineRecord;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether the plans of a partition come in the order of what they were decided by: the planner
 * decides in the order of its inbox. Not thread-safe.
 */
final class PlanOrder {
  private record Planned(LineRecord record, OrderCase order) {}

  private final Findings findings;
  private final Deque<Planned> undecided = new ArrayDeque<>();
  private long lastCause = -1;

  PlanOrder(Findings findings) {
    this.findings = findings;
  }

  /** A plan was read. */
  void planned(LineRecord record, OrderCase order) {
    undecided.add(new Planned(record, order));
  }

  /**
   * Checks the plans that were appended before a time. An answer of a daily cap may stand after the
   * plan that it led to, by the clocks of two brokers or by somebody's hand, so that a plan is
   * looked at only when all that could be its cause has been read.
   */
  void checkBefore(long time) {
    while (!undecided.isEmpty() && undecided.getFirst().record.appendTime() < time) {
      check(undecided.removeFirst());
    }
  }

  private void check(Planned planned) {
    OrderCase all = planned.order;
    if (all.orders.size() != 1 || all.plans.size() != 1 || all.dayCaps.size() > 1) {
      return;
    }
    LineRecord cause =
        all.dayCaps.isEmpty() ? all.orders.getFirst().record() : all.dayCaps.getFirst().record();
    if (cause.offset() < lastCause) {
      findings.fail(
          FindingCode.L5_PLAN_ORDER,
          planned.record,
          "was decided by %s, and the plan before it by offset %d"
              .formatted(Findings.at(cause), lastCause));
      findings.fail(
          FindingCode.L5_PLAN_ORDER,
          cause,
          "was decided by this before offset %d: %s"
              .formatted(lastCause, Findings.at(planned.record)));
    }
    lastCause = Math.max(lastCause, cause.offset());
  }
}
