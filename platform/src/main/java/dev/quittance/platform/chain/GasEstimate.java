package dev.quittance.platform.chain;

/** What a transaction would take on the chain's latest state. */
public sealed interface GasEstimate {
  /** It would succeed with this much gas. */
  record Estimated(long gas) implements GasEstimate {}

  /** It would revert; {@code reason} in the node's words. */
  record Reverts(String reason) implements GasEstimate {}
}
