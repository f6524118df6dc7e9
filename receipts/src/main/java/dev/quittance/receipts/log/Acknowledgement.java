package dev.quittance.receipts.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.receipts.AbiWords;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Keccak256;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * The promise that a receipt of an order will be in the log in time, given when the order's request
 * was taken. Signed as EIP-712 data in the log's own domain.
 *
 * @param orderId the order
 * @param orderHash SHA-256 of its canonical document, which names tenant, source and content: the
 *     receipt that keeps the promise carries it, also where a refusal has another id
 * @param acceptedAt append time of the request, unix milliseconds
 * @param maxMergeDelayMs how much later the receipt is in the log at most
 */
public record Acknowledgement(
    Bytes32 orderId, Bytes32 orderHash, long acceptedAt, long maxMergeDelayMs) {

  /** The EIP-712 type, on one line. */
  public static final String TYPE =
      "Acknowledgement(bytes32 orderId,bytes32 orderHash,uint64 acceptedAt,"
          + "uint64 maxMergeDelayMs)";

  private static final Bytes32 TYPE_HASH = Keccak256.hash(TYPE.getBytes(UTF_8));
  private static final byte[] EIP_191_STRUCTURED = {0x19, 0x01};
  private static final int WORDS = 5;

  /** Checks that no number is negative and the deadline can be counted. */
  public Acknowledgement {
    if (acceptedAt < 0 || maxMergeDelayMs < 0 || acceptedAt > Long.MAX_VALUE - maxMergeDelayMs) {
      throw new IllegalArgumentException(
          "not a time and a delay: %d, %d".formatted(acceptedAt, maxMergeDelayMs));
    }
  }

  /** The append time that the receipt's must not pass, unix milliseconds. */
  public long deadline() {
    return acceptedAt + maxMergeDelayMs;
  }

  /** What is signed: keccak256(0x19 0x01 ‖ domain separator ‖ struct hash). */
  public Bytes32 digest(ReceiptDomain domain) {
    ByteBuffer words = ByteBuffer.allocate(WORDS * AbiWords.SIZE);
    TYPE_HASH.write(words);
    orderId.write(words);
    orderHash.write(words);
    AbiWords.putUint64(words, acceptedAt);
    AbiWords.putUint64(words, maxMergeDelayMs);
    return Keccak256.hash(
        EIP_191_STRUCTURED,
        domain.separator().toByteArray(),
        Keccak256.hash(words.array()).toByteArray());
  }

  /** Whether an address gave this promise. */
  public boolean isSignedBy(
      Address signer,
      EcdsaSignature signature,
      ReceiptDomain domain,
      Secp256k1Signatures signatures) {
    return signatures.recover(digest(domain), signature).filter(signer::equals).isPresent();
  }

  /**
   * Whether a receipt, once accepted, is the promised one: of this content, or of this order where
   * it was ended without its content being read.
   */
  public boolean isKeptBy(Receipt receipt) {
    return receipt.orderHash().equals(orderHash)
        || (receipt.orderHash().isZero() && receipt.orderId().equals(orderId));
  }

  /** What the log says about the promise. */
  public sealed interface Verdict {
    /** A receipt is there in time. */
    record Kept() implements Verdict {}

    /** None is there, and the time is not over yet as far as the log is known. */
    record Open() implements Verdict {}

    /**
     * A receipt came too late.
     *
     * @param lateByMs by how much
     */
    record Late(long lateByMs) implements Verdict {}

    /** The log is known beyond the deadline, and holds none. */
    record Missing() implements Verdict {}

    /** Whether the promise is broken, whatever is still to come. */
    default boolean isBreach() {
      return switch (this) {
        case Kept _, Open _ -> false;
        case Late _, Missing _ -> true;
      };
    }
  }

  /**
   * Holds the promise against the log.
   *
   * @param firstReceiptAt append time of the first ACCEPTED entry whose receipt {@link #isKeptBy
   *     keeps} it; empty if there is none
   * @param knownUntil the append time up to which the log is known whole, in every partition: the
   *     smallest append time of the latest period's closes; where its topic was read to the end, a
   *     little before that
   */
  public Verdict check(OptionalLong firstReceiptAt, long knownUntil) {
    if (firstReceiptAt.isPresent()) {
      long late = firstReceiptAt.getAsLong() - deadline();
      return late <= 0 ? new Verdict.Kept() : new Verdict.Late(late);
    }
    return knownUntil > deadline() ? new Verdict.Missing() : new Verdict.Open();
  }
}
