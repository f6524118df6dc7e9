package dev.quittance.ingest.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.planning.document.Order;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Keccak256;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The buyer's EIP-712 signature over an order; pure. It is a member of the order, and so committed
 * by its orderHash.
 *
 * <p>The struct names what a wallet should show, and the SHA-256 of the order's RFC 8785 bytes
 * without the signature, which binds all the rest. The domain has the chain and the contract that
 * receipts are of, but a name of its own: no signature of the one is one of the other.
 */
public final class OrderSignature {
  private static final String DOMAIN_TYPE =
      "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
  private static final String NAME = "Quittance Order";
  private static final String VERSION = "1";
  private static final String ORDER_TYPE =
      "Order(string tenant,string source,string sourceId,address asset,uint256 budget,"
          + "uint256 deadline,bytes32 contentHash)";
  private static final int WORD = 32;
  private static final byte[] PREFIX = {0x19, 0x01};
  private static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();

  private OrderSignature() {}

  /** The digest that a buyer signs. */
  public static Bytes32 digest(ReceiptDomain domain, Order order) {
    return Keccak256.hash(
        PREFIX, separator(domain).toByteArray(), struct(order.unsigned()).toByteArray());
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
    Optional<Address> signer = SIGNATURES.recover(digest(domain, order), signature);
    return signer.filter(buyer::equals).isPresent()
        ? Optional.empty()
        : Optional.of(
            "is not the buyer's, "
                + buyer
                + ", over this order; its sourceId is the Idempotency-Key");
  }

  private static Bytes32 separator(ReceiptDomain domain) {
    ByteBuffer words = ByteBuffer.allocate(5 * WORD);
    put(words, keccak(DOMAIN_TYPE));
    put(words, keccak(NAME));
    put(words, keccak(VERSION));
    put(words, domain.chainId());
    put(words, domain.contract());
    return Keccak256.hash(words.array());
  }

  private static Bytes32 struct(Order order) {
    ByteBuffer words = ByteBuffer.allocate(8 * WORD);
    put(words, keccak(ORDER_TYPE));
    put(words, keccak(order.tenant()));
    put(words, keccak(order.source()));
    put(words, keccak(order.sourceId()));
    put(words, Address.fromHex(order.asset()));
    put(words, order.budget());
    put(words, BigInteger.valueOf(order.deadlineMs()));
    words.put(order.hash().bytes());
    return Keccak256.hash(words.array());
  }

  private static Bytes32 keccak(String text) {
    return Keccak256.hash(text.getBytes(UTF_8));
  }

  private static void put(ByteBuffer words, Bytes32 word) {
    words.put(word.toByteArray());
  }

  private static void put(ByteBuffer words, Address address) {
    words.put(new byte[WORD - Address.SIZE]).put(address.toByteArray());
  }

  private static void put(ByteBuffer words, BigInteger number) {
    byte[] big = number.toByteArray();
    int from = Math.max(0, big.length - WORD);
    words.put(new byte[WORD - (big.length - from)]).put(big, from, big.length - from);
  }
}
