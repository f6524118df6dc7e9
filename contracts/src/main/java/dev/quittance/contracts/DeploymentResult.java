package dev.quittance.contracts;

/** How a deployment on a chain ended. */
public sealed interface DeploymentResult {

  /** Every contract is on the chain. */
  record Deployed(Deployment deployment) implements DeploymentResult {}

  /**
   * Nothing usable was deployed.
   *
   * @param contract the contract that could not be deployed, or "chain" when it did not answer
   * @param reason what the node or the transaction said
   */
  record Failed(String contract, String reason) implements DeploymentResult {}
}
