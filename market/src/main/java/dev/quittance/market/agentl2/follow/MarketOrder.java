package dev.quittance.market.agentl2.follow;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.math.BigInteger;

/**
 * An order as the contract keeps it.
 *
 * @param orderId its id on the chain
 * @param units how much is ordered
 * @param totalPrice in wei
 * @param createdAt unix seconds
 * @param deadline the last second at which it can be completed or cancelled, unix seconds
 * @param status where it stands
 * @param resultUri what the seller delivered; empty before
 * @param resultHash what the seller said that its hash is; empty before
 */
public record MarketOrder(
    Bytes32 orderId,
    Bytes32 serviceId,
    Address buyer,
    Address seller,
    BigInteger units,
    BigInteger totalPrice,
    long createdAt,
    BigInteger deadline,
    Status status,
    String resultUri,
    Bytes resultHash) {
  /** The states of the contract, by the number that it keeps. */
  public enum Status {
    /** Neither completed nor given up. */
    PENDING(0),
    /** Delivered and paid. */
    COMPLETED(1),
    /** The fee collector is to decide. */
    DISPUTED(2),
    /** The buyer gave it up, and has the money back. */
    CANCELLED(3),
    /** A dispute was decided for the buyer, who has the money back. */
    REFUNDED(4),
    /** Declared by the contract, and never kept. */
    DISPUTE_RESOLVED(5);

    private final int number;

    Status(int number) {
      this.number = number;
    }

    /**
     * The one with this number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Status of(int number) {
      for (Status status : values()) {
        if (status.number == number) {
          return status;
        }
      }
      throw new IllegalArgumentException("no order has the status " + number);
    }
  }

  /** Whether it can be completed no more at this time, unix ms. */
  public boolean isExpired(long nowMs) {
    return deadline.compareTo(BigInteger.valueOf(Math.floorDiv(nowMs, 1000L))) < 0;
  }
}
