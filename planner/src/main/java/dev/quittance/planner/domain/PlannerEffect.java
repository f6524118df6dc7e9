package dev.quittance.planner.domain;

import dev.quittance.planning.DayReservation;
import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.Verdict;

/** What the planner wants done. */
public sealed interface PlannerEffect {
  /** The order is planned; whatever waited for it is forgotten. */
  record Commit(PendingPlan plan) implements PlannerEffect {}

  /** The plan waits for its tenant's daily cap. */
  record AskDayCap(PendingPlan plan, DayReservation reservation) implements PlannerEffect {}

  /** The order ends here. */
  record Refuse(Refusal refusal) implements PlannerEffect {}

  /** Nothing waits for this answer. */
  record Ignore(String reason) implements PlannerEffect {}

  /**
   * A refusal, as its execution record tells it.
   *
   * @param buyer who would have paid
   * @param asset in what; the zero address when the order can't be read
   * @param code stable
   * @param message for people
   */
  record Refusal(
      Hash32 orderId,
      Hash32 orderHash,
      String tenant,
      String buyer,
      String asset,
      Verdict verdict,
      String code,
      String message) {}
}
