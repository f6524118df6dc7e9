package dev.quittance.settler.domain;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.math.BigInteger;
import java.util.List;

/**
 * What a plan promises to whom.
 *
 * @param budget the most that the order may cost, in the asset's smallest unit
 * @param steps in the plan's sequence
 */
public record PlanTerms(
    String tenant, Address buyer, Address asset, BigInteger budget, List<StepTerms> steps) {
  public PlanTerms {
    steps = List.copyOf(steps);
  }

  /**
   * One step.
   *
   * @param price what the buyer owes when it is completed
   * @param fee the part of the price that is not the vendor's
   */
  public record StepTerms(Bytes32 stepId, Address agent, BigInteger price, BigInteger fee) {}
}
