package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.nio.ByteBuffer;

/**
 * What a partition remembers of an agent: the last accepted receipt, and its part of the period in
 * which that was.
 *
 * @param lastSeq sequence number of the last accepted receipt, from 1
 * @param lastDigest its EIP-712 digest
 * @param period the period in which it was accepted
 * @param firstSeqInPeriod sequence number of the first one accepted in that period
 */
public record AgentState(long lastSeq, Bytes32 lastDigest, long period, long firstSeqInPeriod) {

  /** Length of the encoded form in bytes. */
  public static final int SIZE = Bytes32.SIZE + 3 * Long.BYTES;

  /** The state after an agent's very first accepted receipt. */
  static AgentState first(Bytes32 digest, long period) {
    return new AgentState(1, digest, period, 1);
  }

  /** The state after the next accepted receipt. */
  AgentState next(Bytes32 digest, long openPeriod) {
    long seq = lastSeq + 1;
    return new AgentState(seq, digest, openPeriod, openPeriod == period ? firstSeqInPeriod : seq);
  }

  /** The agent's leaf of the period of this state. Accepted receipts have no gaps. */
  AgentLeaf leaf(int partition, Address agent) {
    int count = Math.toIntExact(lastSeq - firstSeqInPeriod + 1);
    return new AgentLeaf(partition, agent, firstSeqInPeriod, lastSeq, count, lastDigest);
  }

  /** The 56 bytes that stores keep. */
  public Bytes encode() {
    ByteBuffer buffer = ByteBuffer.allocate(SIZE).putLong(lastSeq);
    lastDigest.write(buffer);
    return Bytes.wrap(buffer.putLong(period).putLong(firstSeqInPeriod).array());
  }

  /**
   * Reads what {@link #encode} gave.
   *
   * @throws IllegalArgumentException if there are not 56 bytes
   */
  public static AgentState decode(Bytes encoded) {
    if (encoded.size() != SIZE) {
      throw new IllegalArgumentException("expected 56 bytes, got " + encoded.size());
    }
    ByteBuffer buffer = encoded.asBuffer();
    return new AgentState(
        buffer.getLong(), Bytes32.read(buffer), buffer.getLong(), buffer.getLong());
  }
}
