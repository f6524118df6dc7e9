package dev.quittance.anchorer.domain;

import dev.quittance.receipts.crypto.Bytes;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far settlement is: which period comes next, and which partitions of the log have already sent
 * all of their sums of it and of later ones.
 *
 * @param nextPeriod the period that is settled next
 * @param ended per open period the partitions of the log that have ended it, as a set of bits
 */
public record SettlementProgress(long nextPeriod, SortedMap<Long, Bytes> ended) {

  /** Before the first posting. */
  public static final SettlementProgress INITIAL = new SettlementProgress(0, new TreeMap<>());

  private static final byte VERSION = 1;

  /** Copies the map. */
  public SettlementProgress {
    ended = Collections.unmodifiableSortedMap(new TreeMap<>(ended));
  }

  /** Whether a partition of the log may still send sums of a period. */
  public boolean isOpen(long seq, int logPartition) {
    return seq >= nextPeriod && !partitions(seq).get(logPartition);
  }

  /** Whether every partition of the log has ended the next period. */
  public boolean isNextComplete(int logPartitions) {
    return partitions(nextPeriod).cardinality() == logPartitions;
  }

  /** After a partition of the log has ended a period. */
  public SettlementProgress end(long seq, int logPartition) {
    BitSet partitions = partitions(seq);
    partitions.set(logPartition);
    TreeMap<Long, Bytes> after = new TreeMap<>(ended);
    after.put(seq, Bytes.wrap(partitions.toByteArray()));
    return new SettlementProgress(nextPeriod, after);
  }

  /** After the next period has been settled. */
  public SettlementProgress settled() {
    TreeMap<Long, Bytes> after = new TreeMap<>(ended);
    after.remove(nextPeriod);
    return new SettlementProgress(nextPeriod + 1, after);
  }

  /** The bytes that stores keep. */
  public Bytes encode() {
    int size = 1 + Long.BYTES + Integer.BYTES;
    for (Bytes partitions : ended.values()) {
      size += Long.BYTES + Integer.BYTES + partitions.size();
    }
    ByteBuffer buffer = ByteBuffer.allocate(size).put(VERSION).putLong(nextPeriod);
    buffer.putInt(ended.size());
    for (Map.Entry<Long, Bytes> period : ended.entrySet()) {
      buffer.putLong(period.getKey()).putInt(period.getValue().size());
      buffer.put(period.getValue().asBuffer());
    }
    return Bytes.wrap(buffer.array());
  }

  /**
   * Reads what {@link #encode} gave.
   *
   * @throws IllegalArgumentException if the version is another
   */
  public static SettlementProgress decode(Bytes encoded) {
    ByteBuffer buffer = encoded.asBuffer();
    byte version = buffer.get();
    if (version != VERSION) {
      throw new IllegalArgumentException("settlement progress of unknown version " + version);
    }
    long nextPeriod = buffer.getLong();
    TreeMap<Long, Bytes> ended = new TreeMap<>();
    for (int remaining = buffer.getInt(); remaining > 0; remaining--) {
      long seq = buffer.getLong();
      byte[] partitions = new byte[buffer.getInt()];
      buffer.get(partitions);
      ended.put(seq, Bytes.wrap(partitions));
    }
    return new SettlementProgress(nextPeriod, ended);
  }

  private BitSet partitions(long seq) {
    return BitSet.valueOf(ended.getOrDefault(seq, Bytes.EMPTY).asBuffer());
  }
}
