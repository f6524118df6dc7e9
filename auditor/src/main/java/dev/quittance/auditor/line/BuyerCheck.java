package dev.quittance.auditor.line;

import dev.quittance.planning.document.Order;
import dev.quittance.receipts.OrderStatement;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whether an order that says to be signed by its buyer is. Thread-safe.
 *
 * @param domain the log's
 */
record BuyerCheck(ReceiptDomain domain, Secp256k1Signatures signatures) {

  /**
   * What is wrong with an order's signature; empty when nothing is, or when there is none.
   *
   * @param isBuyer whether an address was ever that of the order's tenant
   */
  Optional<String> problem(Order order, Predicate<Address> isBuyer) {
    if (order.signature() == null) {
      return Optional.empty();
    }
    Optional<Address> signer =
        statement(order.unsigned())
            .signer(domain, EcdsaSignature.fromHex(order.signature()), signatures);
    return signer.isEmpty()
        ? Optional.of("the order's signature is none")
        : signer
            .filter(isBuyer.negate())
            .map(other ->
                "the order is signed by %s, who was never the buyer of tenant %s"
                    .formatted(other, order.tenant()));
  }

  private static OrderStatement statement(Order unsigned) {
    return new OrderStatement(
        unsigned.tenant(),
        unsigned.source(),
        unsigned.sourceId(),
        Address.fromHex(unsigned.asset()),
        unsigned.budget(),
        unsigned.deadlineMs(),
        Bytes32.wrap(unsigned.hash().bytes()));
  }
}
