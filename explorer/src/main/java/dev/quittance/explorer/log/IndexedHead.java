package dev.quittance.explorer.log;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.PartitionHead;
import java.nio.ByteBuffer;

/**
 * A partition's head and what the record beside it says of its period.
 *
 * @param period the period's seq
 * @param periodEnd unix seconds
 */
record IndexedHead(long period, long periodEnd, PartitionHead head) {
  byte[] encode() {
    return ByteBuffer.allocate(2 * Long.BYTES + PartitionHead.SIZE)
        .putLong(period)
        .putLong(periodEnd)
        .put(head.encode().asBuffer())
        .array();
  }

  static IndexedHead decode(byte[] encoded) {
    ByteBuffer buffer = ByteBuffer.wrap(encoded);
    long period = buffer.getLong();
    long periodEnd = buffer.getLong();
    byte[] head = new byte[buffer.remaining()];
    buffer.get(head);
    return new IndexedHead(period, periodEnd, PartitionHead.decode(Bytes.wrap(head)).orElseThrow());
  }
}
