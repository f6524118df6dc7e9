package dev.quittance.auditor;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.ClosedPeriod;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.receipts.log.PeriodClose;
import java.util.List;

/** Writes a partition's closed period down, without its agents, and reads it again. */
final class PeriodSnapshots {
  private PeriodSnapshots() {}

  static void write(ClosedPeriod period, SnapshotWriter out) {
    PeriodClose close = period.close();
    out.bytes(close.logId().toBytes());
    out.number(close.seq());
    out.number(close.periodStart());
    out.number(close.periodEnd());
    out.number(close.partition());
    out.number(close.partitionCount());
    out.bytes(period.head().encode());
    out.number(period.closeAppendTime());
    out.list(period.postings(), posting -> out.posting(posting.key(), posting.change()));
  }

  static ClosedPeriod read(SnapshotReader in) {
    PeriodClose close =
        new PeriodClose(
            Bytes32.copyOf(in.bytes()),
            in.number(),
            in.number(),
            in.number(),
            (int) in.number(),
            (int) in.number());
    Bytes head = in.bytes();
    return new ClosedPeriod(
        close,
        PartitionHead.decode(head).orElseThrow(),
        in.number(),
        List.of(),
        in.list(in::posting));
  }
}
