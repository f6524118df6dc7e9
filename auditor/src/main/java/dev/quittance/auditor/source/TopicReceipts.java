package dev.quittance.auditor.source;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.schemas.Topics;
import org.jspecify.annotations.Nullable;

/** The receipts of a log, decoded by its rules. Thread-safe. */
final class TopicReceipts implements LogSource.Receipts {

  private final RawTopics topics;
  private final ReceiptDecoding decoding;
  private final int partitions;
  private final long upperBound;

  TopicReceipts(RawTopics topics, ReceiptDecoding decoding) throws LogUnavailableException {
    this.topics = topics;
    this.decoding = decoding;
    this.partitions = topics.partitions(Topics.RECEIPTS.name());
    this.upperBound = topics.upperBound(Topics.RECEIPTS.name());
  }

  @Override
  public int partitions() {
    return partitions;
  }

  @Override
  public long upperBound() {
    return upperBound;
  }

  @Override
  public Cursor<LogSource.Undecoded> open(int partition, Position from)
      throws LogUnavailableException {
    return new Reading(topics.open(Topics.RECEIPTS.name(), partition, from), decoding);
  }

  private record Reading(Cursor<RawRecord> records, ReceiptDecoding decoding)
      implements Cursor<LogSource.Undecoded> {
    @Override
    public LogSource.@Nullable Undecoded next() throws LogUnavailableException {
      RawRecord next = records.next();
      return next == null ? null : new Raw(next, decoding);
    }

    @Override
    public void close() {
      records.close();
    }
  }

  private record Raw(RawRecord record, ReceiptDecoding decoding) implements LogSource.Undecoded {
    @Override
    public long offset() {
      return record.offset();
    }

    @Override
    public LogRecord decode() {
      byte[] value = record.value().map(Bytes::toByteArray).orElse(null);
      return LogRecord.of(
          record.offset(),
          record.appendTime(),
          record.value().orElse(Bytes.EMPTY),
          decoding.decode(value));
    }
  }
}
