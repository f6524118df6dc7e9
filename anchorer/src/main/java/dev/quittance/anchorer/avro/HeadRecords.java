package dev.quittance.anchorer.avro;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.receipts.log.PeriodClose;
import dev.quittance.receipts.log.PeriodPart;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.HeadClosed;
import dev.quittance.schemas.avro.LogHeadsRecord;
import java.nio.ByteBuffer;

/** Records of {@code log-heads}. */
public final class HeadRecords {
  private HeadRecords() {}

  /** The key: period and partition, 12 bytes. */
  public static byte[] key(PeriodPart part) {
    return ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
        .putLong(part.close().seq())
        .putInt(part.head().partition())
        .array();
  }

  /** The record of a partition's head. */
  public static LogHeadsRecord of(PeriodPart part) {
    PeriodClose close = part.close();
    return new LogHeadsRecord(
        new HeadClosed(
            close.seq(),
            close.partition(),
            close.periodStart(),
            close.periodEnd(),
            part.closeAppendTime(),
            ByteBuffer.wrap(part.head().encode().toByteArray())));
  }

  /**
   * The partition's head in a record.
   *
   * @throws IllegalStateException if it holds none of this log
   */
  public static PeriodPart part(LogHeadsRecord record, LogIdentity log) {
    HeadClosed closed = record.getBody();
    if (closed == null) {
      throw new IllegalStateException("a record of log-heads without a head");
    }
    PartitionHead head =
        PartitionHead.decode(Bytes.wrap(AvroValues.bytes(closed.getHead())))
            .orElseThrow(() ->
                new IllegalStateException(
                    "period %d: the head of partition %d is no head"
                        .formatted(closed.getSeq(), closed.getPartition())));
    PeriodClose close =
        new PeriodClose(
            log.logId(),
            closed.getSeq(),
            closed.getPeriodStart(),
            closed.getPeriodEnd(),
            closed.getPartition(),
            log.partitionCount());
    return new PeriodPart(close, head, closed.getCloseAppendTime());
  }
}
