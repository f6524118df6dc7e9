package dev.quittance.planner.domain;

import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.crypto.Bytes;
import java.math.BigInteger;

/** What the planner is told, each with the append time of its record. */
public sealed interface PlannerCommand {
  /** The order that it is about. */
  Hash32 orderId();

  /** When the record that says so was appended, unix ms: the only time that the planner knows. */
  long appendedAtMs();

  /**
   * An order was accepted.
   *
   * @param buyer the tenant's address
   * @param order the order document's bytes
   */
  record PlanOrder(Hash32 orderId, String tenant, String buyer, Bytes order, long appendedAtMs)
      implements PlannerCommand {}

  /**
   * The tenant's daily cap answered.
   *
   * @param reserved what the day had reserved before this order
   */
  record TakeDayCapAnswer(
      Hash32 orderId, boolean granted, BigInteger reserved, BigInteger cap, long appendedAtMs)
      implements PlannerCommand {}
}
