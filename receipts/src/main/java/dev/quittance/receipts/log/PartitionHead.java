package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.merkle.Rfc6962;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One partition's part of a period: a leaf of the period tree, 128 bytes.
 *
 * @param partition the partition
 * @param startOffset first offset of the period (incl.), the previous one's endOffset
 * @param endOffset the close's offset + 1
 * @param entries number of leaves of the entries tree
 * @param accepted how many of them are ACCEPTED
 * @param minAppendTime the smallest append time of all entries, unix milliseconds
 * @param maxAppendTime the largest one
 * @param entriesRoot root over the entries in offset order
 * @param agentsRoot root over the agent leaves in address order
 * @param agentCount number of agent leaves
 */
public record PartitionHead(
    int partition,
    long startOffset,
    long endOffset,
    long entries,
    long accepted,
    long minAppendTime,
    long maxAppendTime,
    Bytes32 entriesRoot,
    Bytes32 agentsRoot,
    long agentCount) {

  /** Length in bytes. */
  public static final int SIZE = 128;

  private static final int TAG = 0x01200000;

  /** The 128 bytes. */
  public Bytes encode() {
    ByteBuffer buffer = ByteBuffer.allocate(SIZE).putInt(TAG).putInt(partition);
    buffer.putLong(startOffset).putLong(endOffset).putLong(entries).putLong(accepted);
    buffer.putLong(minAppendTime).putLong(maxAppendTime);
    entriesRoot.write(buffer);
    agentsRoot.write(buffer);
    buffer.putLong(agentCount);
    return Bytes.wrap(buffer.array());
  }

  /** The hash of the leaf. */
  public Bytes32 leafHash() {
    return Rfc6962.leafHash(encode());
  }

  /** Reads 128 bytes; empty if they are not a partition head. */
  public static Optional<PartitionHead> decode(Bytes encoded) {
    ByteBuffer buffer = encoded.asBuffer();
    if (encoded.size() != SIZE || buffer.getInt() != TAG) {
      return Optional.empty();
    }
    return Optional.of(
        new PartitionHead(
            buffer.getInt(),
            buffer.getLong(),
            buffer.getLong(),
            buffer.getLong(),
            buffer.getLong(),
            buffer.getLong(),
            buffer.getLong(),
            Bytes32.read(buffer),
            Bytes32.read(buffer),
            buffer.getLong()));
  }
}
