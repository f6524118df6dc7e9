package dev.quittance.auditor.source;

import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.Decoded;
import dev.quittance.schemas.PassedBy;
import dev.quittance.schemas.avro.AgentKeyRotated;
import java.math.BigInteger;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A record of the line: where it stands and what it says.
 *
 * @param topic its topic
 * @param partition its partition
 * @param offset its offset
 * @param appendTime the broker's time, unix milliseconds
 * @param key its key; empty where it has none
 * @param content what it says
 */
public record LineRecord(
    String topic,
    int partition,
    long offset,
    long appendTime,
    Optional<Bytes> key,
    Content content) {

  /** What a record says. */
  public sealed interface Content {}

  /** A receipt was promised. Fields as in the Avro record. */
  public record OrderPromised(
      Bytes32 orderId,
      Bytes32 orderHash,
      long acceptedAt,
      long maxMergeDelayMs,
      Address signer,
      Bytes signature)
      implements Content {}

  /** An order was accepted. */
  public record OrderTaken(
      Bytes32 orderId, String tenant, Address buyer, Bytes order, Bytes32 orderHash)
      implements Content {}

  /** The daily cap of a tenant answered. */
  public record DayCapAnswer(Bytes32 orderId, boolean granted, BigInteger reserved, BigInteger cap)
      implements Content {}

  /** A plan was decided. */
  public record PlanTaken(Bytes32 orderId, Bytes32 planHash, Bytes plan, Bytes order)
      implements Content {}

  /** A step, or an order before any step, ended. Fields as in the Avro record. */
  public record Outcome(
      Bytes32 orderId,
      Bytes32 stepId,
      int stepIndex,
      Address agent,
      Address buyer,
      Address asset,
      BigInteger amount,
      BigInteger fee,
      Address feeRecipient,
      int verdict,
      Bytes32 orderHash,
      Bytes32 planHash,
      Bytes32 inputHash,
      Bytes32 outputHash,
      long completedAt,
      String code,
      String message,
      String tenant,
      String service,
      String executor)
      implements Content {

    /** Whether a record of the order could not be processed, and this tells so. */
    public boolean isDeadLetter() {
      return stepId.isZero() && verdict == Verdict.FAILED.code();
    }

    /** The record that could not be processed, if it is named. */
    public Optional<PassedBy> passedBy() {
      return isDeadLetter() ? PassedBy.namedBy(message) : Optional.empty();
    }

    /** Whether somebody would have to pay for it. */
    public boolean isOwed() {
      return verdict == Verdict.COMPLETED.code() || amount.signum() != 0 || fee.signum() != 0;
    }
  }

  /**
   * A record of the receipt log.
   *
   * @param decoded what it says
   * @param isProofRight whether the text of its proof of work, or none, is what a receipt's
   *     proofHash commits to
   */
  public record OfLog(Decoded decoded, boolean isProofRight) implements Content {}

  /** An order was settled. Fields as in the Avro record; a repeated account in credits is none. */
  public record Settled(
      Bytes32 orderId,
      String tenant,
      Address buyer,
      Address asset,
      int verdict,
      int steps,
      int completedSteps,
      BigInteger budget,
      SortedMap<Address, BigInteger> credits,
      BigInteger fees,
      BigInteger refunded,
      long settledAt)
      implements Content {}

  /** A document of the catalogue: agent, policy or tenant; an agent's with its rotated key. */
  public record CatalogueDocument(String id, Bytes document, Optional<AgentKeyRotated> rotation)
      implements Content {}

  /** Does not decode, or is of a kind that this version does not know. */
  public record Unreadable() implements Content {}
}
