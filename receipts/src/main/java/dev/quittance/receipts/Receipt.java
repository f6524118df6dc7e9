package dev.quittance.receipts;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * What an agent states about one piece of work: the 18 fields of the EIP-712 type, in its order.
 *
 * <p>The shape is checked here (ranges of the Solidity types), the rules of the log (amounts, lane,
 * sequence) by the log's classification: a receipt that breaks those is still a receipt.
 *
 * @param orderId SHA-256 id of the order
 * @param stepId SHA-256(planHash, step index as u32); zero for a receipt of the whole order
 * @param agent who did the work and signs
 * @param buyer who owes the amount
 * @param asset the token's address
 * @param amount what is owed, in the asset's smallest unit, 0 to 2^256 - 1
 * @param fee the part of the amount that goes to the fee recipient, 0 to 2^256 - 1
 * @param feeRecipient who gets the fee
 * @param verdict how the work ended
 * @param orderHash SHA-256 of the canonical order, zero if there is none
 * @param planHash SHA-256 of the canonical plan, zero if there is none
 * @param inputHash SHA-256 of the step's input
 * @param outputHash SHA-256 of the step's output
 * @param proofHash SHA-256 of the signed proof-of-work document, zero if there is none
 * @param detailsRoot root of the salted field tree, zero if there is none
 * @param completedAt value date, unix milliseconds, not negative
 * @param lane partition of the receipt's topic, not negative
 * @param seq position among the agent's receipts in this lane, from 1; not negative
 */
public record Receipt(
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
    Bytes32 proofHash,
    Bytes32 detailsRoot,
    long completedAt,
    long lane,
    long seq) {

  /** Amounts that count are below 2^128, so that sums of very many fit 256 bits. */
  public static final int AMOUNT_BITS = 128;

  /** Checks that every field fits its Solidity type, and the u64 fields a non-negative long. */
  public Receipt {
    requireUint256("amount", amount);
    requireUint256("fee", fee);
    requireNotNegative("completedAt", completedAt);
    requireNotNegative("lane", lane);
    requireNotNegative("seq", seq);
  }

  /** The same receipt, committing to the text of a proof-of-work document. */
  public Receipt withProofHash(Bytes32 hash) {
    return new Receipt(
        orderId,
        stepId,
        agent,
        buyer,
        asset,
        amount,
        fee,
        feeRecipient,
        verdict,
        orderHash,
        planHash,
        inputHash,
        outputHash,
        hash,
        detailsRoot,
        completedAt,
        lane,
        seq);
  }

  /** Whether fee ≤ amount &lt; 2^128, and amount = 0 unless the work was completed. */
  public boolean hasValidAmounts() {
    return areValidAmounts(verdict, amount, fee);
  }

  /** The same of what is no receipt yet; the log accepts no other. */
  public static boolean areValidAmounts(Verdict verdict, BigInteger amount, BigInteger fee) {
    return fee.compareTo(amount) <= 0
        && amount.bitLength() <= AMOUNT_BITS
        && (verdict == Verdict.COMPLETED || amount.signum() == 0);
  }

  /** The id of a plan's step: SHA-256(planHash ‖ index as u32), the index counted from 0. */
  public static Bytes32 stepId(Bytes32 planHash, int stepIndex) {
    byte[] index = ByteBuffer.allocate(Integer.BYTES).putInt(stepIndex).array();
    return Sha256.hash(planHash.toByteArray(), index);
  }

  private static void requireUint256(String field, BigInteger value) {
    if (value.signum() < 0 || value.bitLength() > 256) {
      throw new IllegalArgumentException(field + " must be 0 to 2^256 - 1: " + value);
    }
  }

  private static void requireNotNegative(String field, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(field + " must be 0 to 2^63 - 1: " + value);
    }
  }
}
