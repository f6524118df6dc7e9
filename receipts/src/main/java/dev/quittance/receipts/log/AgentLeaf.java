package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.merkle.Rfc6962;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An agent's accepted receipts of one period and partition: a leaf of the agents tree, 80 bytes.
 *
 * @param partition the partition
 * @param agent the agent
 * @param firstSeq sequence number of its first accepted receipt in the period
 * @param lastSeq sequence number of its last one
 * @param count how many there are (u32)
 * @param lastDigest EIP-712 digest of the last one
 */
public record AgentLeaf(
    int partition, Address agent, long firstSeq, long lastSeq, int count, Bytes32 lastDigest) {

  /** Length in bytes. */
  public static final int SIZE = 80;

  private static final int TAG = 0x01300000;

  /** The 80 bytes. */
  public Bytes encode() {
    ByteBuffer buffer = ByteBuffer.allocate(SIZE).putInt(TAG).putInt(partition);
    agent.write(buffer);
    buffer.putLong(firstSeq).putLong(lastSeq).putInt(count);
    lastDigest.write(buffer);
    return Bytes.wrap(buffer.array());
  }

  /** The hash of the leaf. */
  public Bytes32 leafHash() {
    return Rfc6962.leafHash(encode());
  }

  /** Reads 80 bytes; empty if they are not an agent leaf. */
  public static Optional<AgentLeaf> decode(Bytes encoded) {
    ByteBuffer buffer = encoded.asBuffer();
    if (encoded.size() != SIZE || buffer.getInt() != TAG) {
      return Optional.empty();
    }
    return Optional.of(
        new AgentLeaf(
            buffer.getInt(),
            Address.read(buffer),
            buffer.getLong(),
            buffer.getLong(),
            buffer.getInt(),
            Bytes32.read(buffer)));
  }
}
