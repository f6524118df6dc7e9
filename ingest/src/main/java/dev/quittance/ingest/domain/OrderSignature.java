package dev.quittance.ingest.domain;

import dev.quittance.planning.document.Order;
import dev.quittance.receipts.OrderStatement;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import java.util.Optional;

/**
 * The buyer's EIP-712 signature over an order; pure. It is a member of the order, and so committed
 * by its orderHash.
 */
public final class OrderSignature {
  private static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();

  private OrderSignature() {}

  /** What a buyer signs of an order. */
  static OrderStatement statement(Order order) {
    Order unsigned = order.unsigned();
    return new OrderStatement(
        unsigned.tenant(),
        unsigned.source(),
        unsigned.sourceId(),
        Address.fromHex(unsigned.asset()),
        unsigned.budget(),
        unsigned.deadlineMs(),
        Bytes32.wrap(unsigned.hash().bytes()));
  }

  /**
   * Why an order's signature is not its buyer's; empty when it is, or when there is none.
   *
   * @param buyer address that pays the tenant's orders
   */
  public static Optional<String> refusal(ReceiptDomain domain, Order order, Address buyer) {
    if (order.signature() == null) {
      return Optional.empty();
    }
    EcdsaSignature signature = EcdsaSignature.fromHex(order.signature());
    if (!signature.isCanonical()) {
      return Optional.of("is none: r or s is out of range, s is high, or v is not 27 or 28");
    }
    return statement(order).signer(domain, signature, SIGNATURES).filter(buyer::equals).isPresent()
        ? Optional.empty()
        : Optional.of(
            "is not the buyer's, "
                + buyer
                + ", over this order; its sourceId is the Idempotency-Key");
  }
}
