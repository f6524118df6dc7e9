package dev.quittance.planning;

import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Plan;
import java.util.Optional;

/** What the planner decided about an order. */
public sealed interface PlanDecision {
  /**
   * The order can be done.
   *
   * @param plan who does it for what price
   * @param planHash the plan's hash
   * @param reservation what must first be granted by {@link DayCap}; empty when the policy has no
   *     cap per day
   */
  record Planned(Plan plan, Hash32 planHash, Optional<DayReservation> reservation)
      implements PlanDecision {}

  /**
   * The order cannot or may not be done.
   *
   * @param code why, for programs
   * @param message why, for people
   */
  record Refused(RefusalCode code, String message) implements PlanDecision {}
}
