package dev.quittance.market.agentl2.follow;

import dev.quittance.platform.chain.BlockRef;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.math.BigInteger;

/** What the marketplace's contract has logged about an order. */
public sealed interface MarketLog {
  /** The order's id on the chain. */
  Bytes32 orderId();

  /** The block that holds it. */
  BlockRef block();

  /**
   * A buyer has ordered and paid.
   *
   * @param totalPrice in wei
   */
  record Created(
      Bytes32 orderId,
      Bytes32 serviceId,
      Address buyer,
      Address seller,
      BigInteger totalPrice,
      BlockRef block)
      implements MarketLog {}

  /** The seller has delivered. */
  record Completed(Bytes32 orderId, String resultUri, BlockRef block) implements MarketLog {}

  /** The buyer disputes it. */
  record Disputed(Bytes32 orderId, String reason, BlockRef block) implements MarketLog {}

  /** The buyer has cancelled it. */
  record Cancelled(Bytes32 orderId, BlockRef block) implements MarketLog {}

  /**
   * The buyer has the money back.
   *
   * @param amount in wei
   */
  record Refunded(Bytes32 orderId, BigInteger amount, BlockRef block) implements MarketLog {}

  /** A dispute is decided; for the seller, the order is pending again. */
  record DisputeResolved(Bytes32 orderId, boolean refundBuyer, BlockRef block)
      implements MarketLog {}
}
