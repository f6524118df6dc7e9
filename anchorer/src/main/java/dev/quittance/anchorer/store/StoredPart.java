package dev.quittance.anchorer.store;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.receipts.log.PeriodClose;
import dev.quittance.receipts.log.PeriodPart;
import java.nio.ByteBuffer;

/** A period part as it is stored: start, end, append time of the close, 128 bytes of head. */
final class StoredPart {

  private static final int FIXED_SIZE = 3 * Long.BYTES;

  private StoredPart() {}

  static byte[] encode(PeriodPart part) {
    return ByteBuffer.allocate(FIXED_SIZE + PartitionHead.SIZE)
        .putLong(part.close().periodStart())
        .putLong(part.close().periodEnd())
        .putLong(part.closeAppendTime())
        .put(part.head().encode().asBuffer())
        .array();
  }

  static PeriodPart decode(Bytes32 logId, int partitionCount, long seq, byte[] stored) {
    ByteBuffer buffer = ByteBuffer.wrap(stored);
    long start = buffer.getLong();
    long end = buffer.getLong();
    long closeAppendTime = buffer.getLong();
    byte[] raw = new byte[buffer.remaining()];
    buffer.get(raw);
    PartitionHead head =
        PartitionHead.decode(Bytes.wrap(raw))
            .orElseThrow(
                () -> new IllegalStateException("the store holds no head of period " + seq));
    PeriodClose close = new PeriodClose(logId, seq, start, end, head.partition(), partitionCount);
    return new PeriodPart(close, head, closeAppendTime);
  }
}
