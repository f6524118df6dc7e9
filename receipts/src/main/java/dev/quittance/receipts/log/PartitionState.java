package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.merkle.Frontier;
import java.nio.ByteBuffer;

/**
 * What a partition's log carries from record to record, besides agents and sums: O(log n) bytes.
 *
 * @param partition the partition
 * @param openPeriod number of the period that the next record falls into
 * @param previousEnd end of the period before it, unix seconds; 0 and without meaning in period 0
 * @param startOffset first offset of the open period
 * @param nextOffset the smallest offset that the next record may have
 * @param accepted ACCEPTED entries of the open period
 * @param minAppendTime the smallest of the open period, unix milliseconds; Long.MAX_VALUE if none
 * @param maxAppendTime the largest of the open period; Long.MIN_VALUE if none
 * @param entries the tree of the open period's entries
 */
public record PartitionState(
    int partition,
    long openPeriod,
    long previousEnd,
    long startOffset,
    long nextOffset,
    long accepted,
    long minAppendTime,
    long maxAppendTime,
    Frontier entries) {

  private static final byte VERSION = 1;
  private static final int FIXED_SIZE = 1 + Integer.BYTES + 7 * Long.BYTES;

  /** The state before the first record of a partition. */
  public static PartitionState initial(int partition) {
    return open(partition, 0, 0, 0);
  }

  /**
   * The state before the first record of a partition in a later epoch: its topic is new, so that
   * offsets begin at 0, and its periods go on.
   *
   * @param period number of the epoch's first period
   * @param previousEnd end of the last period of the epoch before, unix seconds
   */
  public static PartitionState ofEpoch(int partition, long period, long previousEnd) {
    return open(partition, period, previousEnd, 0);
  }

  private static PartitionState open(int partition, long period, long previousEnd, long offset) {
    return new PartitionState(
        partition,
        period,
        previousEnd,
        offset,
        offset,
        0,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Frontier.EMPTY);
  }

  /** The state after an entry of the open period. */
  PartitionState append(Entry entry) {
    return new PartitionState(
        partition,
        openPeriod,
        previousEnd,
        startOffset,
        entry.offset() + 1,
        accepted + (entry.kind() == EntryKind.ACCEPTED ? 1 : 0),
        Math.min(minAppendTime, entry.appendTime()),
        Math.max(maxAppendTime, entry.appendTime()),
        entries.append(entry.leafHash()));
  }

  /** The state after the open period has been closed by the last entry appended. */
  PartitionState close(PeriodClose close) {
    return open(partition, openPeriod + 1, close.periodEnd(), nextOffset);
  }

  /** The bytes that stores keep. */
  public Bytes encode() {
    ByteBuffer buffer = ByteBuffer.allocate(FIXED_SIZE + entries.encodedSize());
    buffer.put(VERSION).putInt(partition).putLong(openPeriod).putLong(previousEnd);
    buffer.putLong(startOffset).putLong(nextOffset).putLong(accepted);
    buffer.putLong(minAppendTime).putLong(maxAppendTime);
    entries.write(buffer);
    return Bytes.wrap(buffer.array());
  }

  /**
   * Reads what {@link #encode} gave.
   *
   * @throws IllegalArgumentException if the version is another
   */
  public static PartitionState decode(Bytes encoded) {
    ByteBuffer buffer = encoded.asBuffer();
    byte version = buffer.get();
    if (version != VERSION) {
      throw new IllegalArgumentException("partition state of unknown version " + version);
    }
    return new PartitionState(
        buffer.getInt(),
        buffer.getLong(),
        buffer.getLong(),
        buffer.getLong(),
        buffer.getLong(),
        buffer.getLong(),
        buffer.getLong(),
        buffer.getLong(),
        Frontier.read(buffer));
  }
}
