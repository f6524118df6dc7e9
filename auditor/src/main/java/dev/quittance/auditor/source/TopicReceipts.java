package dev.quittance.auditor.source;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.LogRecord;
import org.jspecify.annotations.Nullable;

/** The receipts of an epoch, decoded by its rules. Thread-safe. */
final class TopicReceipts implements LogSource.Receipts {

  private final RawTopics topics;
  private final String topic;
  private final ReceiptDecoding decoding;
  private final int partitions;
  private final long upperBound;

  TopicReceipts(RawTopics topics, String topic, ReceiptDecoding decoding)
      throws LogUnavailableException {
    this.topics = topics;
    this.topic = topic;
    this.decoding = decoding;
    this.partitions = topics.partitions(topic);
    this.upperBound = topics.upperBound(topic);
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
    return new Reading(topics.open(topic, partition, from), decoding);
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
