package dev.quittance.market.agentl2.follow;

/** What can be done about an order whose deadline has passed: the contract has no refund for it. */
public final class ExpiredOrders {
  /** For the operator, who can ask the buyer. */
  public static final String TO_DO =
      "the contract neither completes nor cancels it any more; its money is free when the buyer"
          + " calls disputeOrder and the marketplace's fee collector then resolveDispute(orderId,"
          + " true)";

  private ExpiredOrders() {}
}
