package dev.quittance.receipts;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Keccak256;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * The EIP-712 domain of all receipts of one log: {@code Quittance}, version {@code 1}, a chain and
 * its ReceiptAnchor contract. Immutable; the separator is computed once.
 */
public final class ReceiptDomain {

  /** The domain's name. */
  public static final String NAME = "Quittance";

  /** The domain's version. */
  public static final String VERSION = "1";

  /** The EIP-712 type of the domain. */
  public static final String TYPE =
      "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";

  private final BigInteger chainId;
  private final Address contract;
  private final Bytes32 separator;

  /**
   * The domain of a contract on a chain.
   *
   * @throws IllegalArgumentException if chainId is not a uint256
   */
  public ReceiptDomain(BigInteger chainId, Address contract) {
    this.chainId = chainId;
    this.contract = contract;
    this.separator = computeSeparator(chainId, contract);
  }

  /** The chain's id (EIP-155). */
  public BigInteger chainId() {
    return chainId;
  }

  /** The ReceiptAnchor contract, {@code verifyingContract} of the domain. */
  public Address contract() {
    return contract;
  }

  /** The EIP-712 domain separator. */
  public Bytes32 separator() {
    return separator;
  }

  /**
   * Reads the domain object of a strict document.
   *
   * @throws IllegalArgumentException naming the member that is missing, unknown or wrong
   */
  public static ReceiptDomain read(StrictJson document, String member) {
    StrictJson domain = document.object(member, "name", "version", "chainId", "verifyingContract");
    domain.constant("name", NAME);
    domain.constant("version", VERSION);
    return new ReceiptDomain(domain.uint256("chainId"), domain.address("verifyingContract"));
  }

  /** Writes the members that {@link #read} reads. */
  public void write(ObjectNode object) {
    object.put("name", NAME).put("version", VERSION);
    object.put("chainId", chainId.toString()).put("verifyingContract", contract.toString());
  }

  private static Bytes32 computeSeparator(BigInteger chainId, Address contract) {
    ByteBuffer words = ByteBuffer.allocate(5 * AbiWords.SIZE);
    keccak(TYPE).write(words);
    keccak(NAME).write(words);
    keccak(VERSION).write(words);
    AbiWords.putUint(words, chainId);
    AbiWords.putAddress(words, contract);
    return Keccak256.hash(words.array());
  }

  private static Bytes32 keccak(String text) {
    return Keccak256.hash(text.getBytes(UTF_8));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReceiptDomain that && separator.equals(that.separator);
  }

  @Override
  public int hashCode() {
    return separator.hashCode();
  }

  @Override
  public String toString() {
    return "ReceiptDomain[chainId=" + chainId + ", contract=" + contract + "]";
  }
}
