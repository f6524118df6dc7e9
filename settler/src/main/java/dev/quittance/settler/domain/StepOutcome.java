package dev.quittance.settler.domain;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.math.BigInteger;

/** What a step's receipt says, as far as money hangs on it. */
public record StepOutcome(
    Bytes32 stepId,
    Address agent,
    Verdict verdict,
    BigInteger amount,
    BigInteger fee,
    long completedAtMs) {
  /** The outcome that a receipt states. */
  public static StepOutcome of(Receipt receipt) {
    return new StepOutcome(
        receipt.stepId(),
        receipt.agent(),
        receipt.verdict(),
        receipt.amount(),
        receipt.fee(),
        receipt.completedAt());
  }
}
