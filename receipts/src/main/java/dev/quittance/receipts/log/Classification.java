package dev.quittance.receipts.log;

import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Bytes32;

/** What a record is to the log, before it becomes an {@link Entry}. */
public sealed interface Classification {

  /** A receipt in sequence. */
  record Accepted(SignedReceipt receipt, Bytes32 digest) implements Classification {}

  /** A receipt whose sequence number has been accepted before. */
  record Duplicate(Bytes32 digest) implements Classification {}

  /** A record that does not count; the digest is zero where there is no receipt. */
  record Refused(Reason reason, Bytes32 digest) implements Classification {}

  /** The close of the open period. */
  record Closed(PeriodClose close) implements Classification {}

  /** The entry of the record. */
  default Entry entry(int partition, LogRecord record) {
    return switch (this) {
      case Accepted(_, Bytes32 digest) ->
          entry(EntryKind.ACCEPTED, Reason.NONE, partition, record, digest);
      case Duplicate(Bytes32 digest) ->
          entry(EntryKind.DUPLICATE, Reason.DUPLICATE, partition, record, digest);
      case Refused(Reason reason, Bytes32 digest) ->
          entry(EntryKind.REFUSED, reason, partition, record, digest);
      case Closed(_) -> entry(EntryKind.PERIOD_CLOSE, Reason.NONE, partition, record, Bytes32.ZERO);
    };
  }

  private static Entry entry(
      EntryKind kind, Reason reason, int partition, LogRecord record, Bytes32 digest) {
    return new Entry(
        kind, reason, partition, record.offset(), record.appendTime(), record.recordHash(), digest);
  }
}
