package dev.quittance.receipts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Keccak256;
import java.nio.ByteBuffer;

/**
 * The EIP-712 digest of receipts: the type's 18 words are written directly, without a general
 * EIP-712 encoder. Stateless, thread-safe.
 */
public final class ReceiptDigest {

  /** The EIP-712 type of a receipt, on one line. */
  public static final String TYPE =
      "Receipt(bytes32 orderId,bytes32 stepId,address agent,address buyer,address asset,"
          + "uint256 amount,uint256 fee,address feeRecipient,uint8 verdict,bytes32 orderHash,"
          + "bytes32 planHash,bytes32 inputHash,bytes32 outputHash,bytes32 proofHash,"
          + "bytes32 detailsRoot,uint64 completedAt,uint64 lane,uint64 seq)";

  private static final Bytes32 TYPE_HASH = Keccak256.hash(TYPE.getBytes(UTF_8));
  private static final int WORDS = 19;
  private static final byte[] EIP_191_STRUCTURED = {0x19, 0x01};

  private ReceiptDigest() {}

  /** What the agent signs: keccak256(0x19 0x01 ‖ domain separator ‖ struct hash). */
  public static Bytes32 of(ReceiptDomain domain, Receipt receipt) {
    return Keccak256.hash(message(domain, receipt));
  }

  /**
   * The 66 bytes whose keccak-256 is the digest, for signers that hash what they are given: 0x19
   * 0x01 ‖ domain separator ‖ struct hash.
   */
  public static byte[] message(ReceiptDomain domain, Receipt receipt) {
    ByteBuffer message = ByteBuffer.allocate(EIP_191_STRUCTURED.length + 2 * AbiWords.SIZE);
    message.put(EIP_191_STRUCTURED);
    domain.separator().write(message);
    structHash(receipt).write(message);
    return message.array();
  }

  /** keccak256 of the encoded struct. */
  public static Bytes32 structHash(Receipt receipt) {
    return Keccak256.hash(encode(receipt, receipt.verdict().code()));
  }

  /** The type hash and the 18 words of the fields. */
  public static Bytes encodedStruct(Receipt receipt) {
    return Bytes.wrap(encode(receipt, receipt.verdict().code()));
  }

  /**
   * The type allows any uint8 as verdict; the encoding is defined for those without meaning too.
   */
  static byte[] encode(Receipt receipt, int verdictCode) {
    ByteBuffer words = ByteBuffer.allocate(WORDS * AbiWords.SIZE);
    TYPE_HASH.write(words);
    receipt.orderId().write(words);
    receipt.stepId().write(words);
    AbiWords.putAddress(words, receipt.agent());
    AbiWords.putAddress(words, receipt.buyer());
    AbiWords.putAddress(words, receipt.asset());
    AbiWords.putUint(words, receipt.amount());
    AbiWords.putUint(words, receipt.fee());
    AbiWords.putAddress(words, receipt.feeRecipient());
    AbiWords.putUint64(words, verdictCode);
    receipt.orderHash().write(words);
    receipt.planHash().write(words);
    receipt.inputHash().write(words);
    receipt.outputHash().write(words);
    receipt.proofHash().write(words);
    receipt.detailsRoot().write(words);
    AbiWords.putUint64(words, receipt.completedAt());
    AbiWords.putUint64(words, receipt.lane());
    AbiWords.putUint64(words, receipt.seq());
    return words.array();
  }
}
