package dev.quittance.bench;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.crypto.SigningKey;
import dev.quittance.receipts.log.DecodedReceipt;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.LogRecord;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Receipts of some agents in one lane, in sequence, and the log that they are of. */
final class SignedReceipts {
  /** The log, of one partition. */
  static final LogIdentity LOG =
      new LogIdentity(
          "bench.example/log",
          1,
          0,
          new UUID(1, 2),
          Bytes32.ZERO,
          new ReceiptDomain(BigInteger.valueOf(31337), Address.ZERO),
          Address.ZERO);

  private static final int AGENTS = 50;
  private static final Address MARKET = agentKey(1000).address();
  private final SigningKey[] keys = new SigningKey[AGENTS];

  SignedReceipts() {
    for (int agent = 0; agent < AGENTS; agent++) {
      keys[agent] = agentKey(agent + 1);
    }
  }

  private static SigningKey agentKey(int number) {
    byte[] seed = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    return Secp256k1Signatures.preferred().key(Sha256.hash(seed));
  }

  /** The receipt at an index of the lane. */
  Receipt receipt(long index) {
    Bytes32 id = Sha256.hash(ByteBuffer.allocate(Long.BYTES).putLong(index).array());
    return new Receipt(
        id,
        id,
        keys[(int) (index % AGENTS)].address(),
        MARKET,
        Address.ZERO,
        BigInteger.valueOf(1000),
        BigInteger.TEN,
        MARKET,
        Verdict.COMPLETED,
        id,
        id,
        id,
        id,
        id,
        Bytes32.ZERO,
        1_700_000_000_000L + index,
        0,
        index / AGENTS + 1);
  }

  /** The record of a receipt that its agent signed. */
  LogRecord signed(long index) {
    Receipt receipt = receipt(index);
    Bytes32 digest = ReceiptDigest.of(LOG.domain(), receipt);
    return record(
        index, receipt, Secp256k1Signatures.preferred().sign(digest, keys[(int) (index % AGENTS)]));
  }

  /** The record of a receipt with another one's signature. */
  LogRecord unsigned(long index, EcdsaSignature borrowed) {
    return record(index, receipt(index), borrowed);
  }

  private static LogRecord record(long index, Receipt receipt, EcdsaSignature signature) {
    SignedReceipt signed = new SignedReceipt(receipt, signature);
    return LogRecord.of(
        index,
        receipt.completedAt(),
        Bytes.wrap(receipt.orderId().toByteArray()),
        DecodedReceipt.of(signed));
  }
}
