package dev.quittance.settler.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of an order until it is settled. Plan and receipts come from different topics, so
 * either may be seen first.
 *
 * @param outcomes in the order in which their receipts were read
 */
public record OrderLedger(Optional<PlanTerms> terms, List<StepOutcome> outcomes) {
  /** Of an order that nothing is known of. */
  public static final OrderLedger EMPTY = new OrderLedger(Optional.empty(), List.of());

  public OrderLedger {
    outcomes = List.copyOf(outcomes);
  }

  /** The ledger with one more outcome. */
  public OrderLedger with(StepOutcome outcome) {
    List<StepOutcome> more = new ArrayList<>(outcomes);
    more.add(outcome);
    return new OrderLedger(terms, more);
  }
}
