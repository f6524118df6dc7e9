package dev.quittance.market.domain;

/** Whether an operator may let an order go on; pure. */
public sealed interface OperatorDecision {
  /** The event is to be appended. */
  record Append(EventKind kind) implements OperatorDecision {}

  /** Nothing is to be said; {@code why} goes on after "the order …". */
  record Refused(String why) implements OperatorDecision {}

  /** Decides about letting an order be accepted. */
  static OperatorDecision approve(OrderStanding order) {
    if (order.isApproved()) {
      return new Refused("was approved already");
    }
    if (order.isStopped()) {
      return new Refused("was taken back at its marketplace, or has ended there");
    }
    if (order.isTakenIn() || order.outcome().isPresent()) {
      return new Refused("is in the line already");
    }
    return order.wantsApproval()
        ? new Append(EventKind.ACCEPT_APPROVED)
        : new Refused("waits for no approval: its agent accepts by itself");
  }

  /** Decides about letting an order's result be delivered. */
  static OperatorDecision release(OrderStanding order) {
    if (order.isReleased()) {
      return new Refused("was released already" + stillHeld(order));
    }
    if (order.isStopped()) {
      return new Refused("was taken back at its marketplace, or has ended there");
    }
    if (order.isHeld()) {
      return new Append(EventKind.RELEASED);
    }
    return new Refused(
        order
            .outcome()
            .map(outcome -> "is not held: its delivery ended as " + outcome.status())
            .orElse("has no result yet that is held"));
  }

  private static String stillHeld(OrderStanding order) {
    return order.isHeld()
        ? order.outcome().map(outcome -> "; its last try was held: " + outcome.detail()).orElse("")
        : "";
  }
}
