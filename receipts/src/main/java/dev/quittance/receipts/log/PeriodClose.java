package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Keccak256;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.SigningKey;
import java.nio.ByteBuffer;

/**
 * The operator's statement that a period of one partition ends here.
 *
 * <p>The integers are the bits of unsigned ones; a close that uses the upper half is never valid.
 *
 * @param logId the log
 * @param seq the period's number, from 0
 * @param periodStart unix seconds, the previous period's end
 * @param periodEnd unix seconds
 * @param partition the partition that this close is for
 * @param partitionCount how many partitions the log has
 */
public record PeriodClose(
    Bytes32 logId, long seq, long periodStart, long periodEnd, int partition, int partitionCount) {

  private static final int SIZE = 72;
  private static final int MAGIC = 0x51544331; // "QTC1"
  private static final int VERSION = 1;

  /** The 72 bytes whose keccak is signed. */
  public Bytes message() {
    ByteBuffer buffer = ByteBuffer.allocate(SIZE).putInt(MAGIC).putInt(VERSION);
    logId.write(buffer);
    buffer.putLong(seq).putLong(periodStart).putLong(periodEnd);
    buffer.putInt(partition).putInt(partitionCount);
    return Bytes.wrap(buffer.array());
  }

  /** keccak256 of the message, signed as it is: without any prefix. */
  public Bytes32 digest() {
    return Keccak256.hash(message().toByteArray());
  }

  /** The close with the operator's signature. */
  public SignedPeriodClose sign(Secp256k1Signatures signatures, SigningKey operator) {
    return new SignedPeriodClose(this, signatures.sign(digest(), operator));
  }
}
