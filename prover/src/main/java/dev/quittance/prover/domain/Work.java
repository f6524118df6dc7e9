package dev.quittance.prover.domain;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.math.BigInteger;
import java.util.Optional;

/**
 * One terminal outcome to write a receipt for: an execution record as plain values.
 *
 * @param stepId zero where the order ended before any step ran
 * @param agent who signs
 * @param amount smallest unit; zero unless completed
 * @param completedAtMs the value date, unix ms
 * @param stepIndex position in the plan; -1 where stepId is zero
 * @param attempt which attempt of the step this was
 * @param code a stable code of why, empty when completed
 * @param message the same for people
 * @param tenant whose order it was
 * @param service which of our services was ordered
 * @param executor which executor did it, such as {@code builtin/extraction@1}; empty where none ran
 * @param evidence how a worker did it, as JSON; empty where nobody said
 */
public record Work(
    Bytes32 orderId,
    Bytes32 stepId,
    Address agent,
    Address buyer,
    Address asset,
    BigInteger amount,
    BigInteger fee,
    Address feeRecipient,
    Verdict verdict,
    Bytes32 orderHash,
    Bytes32 planHash,
    Bytes32 inputHash,
    Bytes32 outputHash,
    long completedAtMs,
    int stepIndex,
    int attempt,
    String code,
    String message,
    String tenant,
    String service,
    String executor,
    Optional<String> evidence) {
  /**
   * Refuses amounts that the log would refuse, with every later receipt of the agent after it, and
   * an order as a whole for which somebody would pay: only steps of plans are bought.
   */
  public Work {
    if (!Receipt.areValidAmounts(verdict, amount, fee)) {
      throw new IllegalArgumentException(
          "order %s, step %s ended with verdict %s, amount %s and fee %s, which no log accepts"
              .formatted(orderId, stepId, verdict, amount, fee));
    }
    boolean isOwed = verdict == Verdict.COMPLETED || amount.signum() != 0 || fee.signum() != 0;
    if (stepId.isZero() && isOwed) {
      throw new IllegalArgumentException(
          "order %s ended before any step with verdict %s, amount %s and fee %s"
              .formatted(orderId, verdict, amount, fee));
    }
  }
}
