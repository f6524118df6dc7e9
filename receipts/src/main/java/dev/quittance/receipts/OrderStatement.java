package dev.quittance.receipts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Keccak256;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a buyer signs of an order (EIP-712). Immutable.
 *
 * <p>It names what a wallet should show, and the hash of the whole order without the signature,
 * which binds all the rest. The domain has the chain and the contract that receipts are of, but a
 * name of its own: no signature of the one is one of the other.
 *
 * @param source where the order came from
 * @param sourceId its id there
 * @param asset the token that pays
 * @param budget in the asset's smallest unit, a uint256
 * @param deadlineMs unix milliseconds
 * @param contentHash SHA-256 of the order's RFC 8785 bytes without its signature
 */
public record OrderStatement(
    String tenant,
    String source,
    String sourceId,
    Address asset,
    BigInteger budget,
    long deadlineMs,
    Bytes32 contentHash) {
  private static final Bytes32 DOMAIN_TYPE = keccak(ReceiptDomain.TYPE);
  private static final Bytes32 DOMAIN_NAME = keccak("Quittance Order");
  private static final Bytes32 DOMAIN_VERSION = keccak("1");
  private static final Bytes32 TYPE =
      keccak(
          "Order(string tenant,string source,string sourceId,address asset,uint256 budget,"
              + "uint256 deadline,bytes32 contentHash)");
  private static final byte[] PREFIX = {0x19, 0x01};

  /**
   * The digest that the buyer signs.
   *
   * @param domain of the log's receipts
   */
  public Bytes32 digest(ReceiptDomain domain) {
    return Keccak256.hash(PREFIX, separator(domain).toByteArray(), struct().toByteArray());
  }

  /** Who signed it; empty where the signature is none, or not in its canonical form. */
  public Optional<Address> signer(
      ReceiptDomain domain, EcdsaSignature signature, Secp256k1Signatures signatures) {
    return signature.isCanonical()
        ? signatures.recover(digest(domain), signature)
        : Optional.empty();
  }

  private static Bytes32 separator(ReceiptDomain domain) {
    ByteBuffer words = ByteBuffer.allocate(5 * AbiWords.SIZE);
    DOMAIN_TYPE.write(words);
    DOMAIN_NAME.write(words);
    DOMAIN_VERSION.write(words);
    AbiWords.putUint(words, domain.chainId());
    AbiWords.putAddress(words, domain.contract());
    return Keccak256.hash(words.array());
  }

  private Bytes32 struct() {
    ByteBuffer words = ByteBuffer.allocate(8 * AbiWords.SIZE);
    TYPE.write(words);
    keccak(tenant).write(words);
    keccak(source).write(words);
    keccak(sourceId).write(words);
    AbiWords.putAddress(words, asset);
    AbiWords.putUint(words, budget);
    AbiWords.putUint64(words, deadlineMs);
    contentHash.write(words);
    return Keccak256.hash(words.array());
  }

  private static Bytes32 keccak(String text) {
    return Keccak256.hash(text.getBytes(UTF_8));
  }
}
