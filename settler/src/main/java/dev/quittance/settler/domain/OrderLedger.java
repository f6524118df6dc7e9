package dev.quittance.settler.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of an order until it is settled. Plan and receipts come from different topics, so
 * either may be seen first.
 *
 * @param outcomes in the order in which their receipts were read
 * @param isClosed whether the order is settled for good: all that is left of its ledger
 */
public record OrderLedger(Optional<PlanTerms> terms, List<StepOutcome> outcomes, boolean isClosed) {
  /** Of an order that nothing is known of. */
  public static final OrderLedger EMPTY = new OrderLedger(Optional.empty(), List.of(), false);

  /** Of an order that is settled for good. */
  public static final OrderLedger CLOSED = new OrderLedger(Optional.empty(), List.of(), true);

  public OrderLedger {
    outcomes = List.copyOf(outcomes);
  }

  /** The ledger of a planned order without any outcome. */
  public static OrderLedger of(PlanTerms terms) {
    return new OrderLedger(Optional.of(terms), List.of(), false);
  }

  /** The ledger with one more outcome. */
  public OrderLedger with(StepOutcome outcome) {
    List<StepOutcome> more = new ArrayList<>(outcomes);
    more.add(outcome);
    return new OrderLedger(terms, more, isClosed);
  }
}
