package dev.quittance.market.agentl2.deliver;

/** What the contract says when it would refuse a completion. */
final class Refusals {
  private static final String TRANSFER_FAILED = "Transfer failed";

  private Refusals() {}

  /** Whether waiting does not help: the seller's own code takes no money. */
  static boolean isForGood(String reason) {
    return reason.contains(TRANSFER_FAILED);
  }

  /** For people. */
  static String inWords(String reason) {
    return "the contract can't pay the seller (%s): its address has code that takes no coin; the"
            .formatted(reason.strip())
        + " money stays with the contract until the buyer cancels, or disputes it and the fee"
        + " collector refunds";
  }
}
