package dev.quittance.auditor.source;

import dev.quittance.receipts.crypto.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The committed records of a cluster. Thread-safe. */
public final class KafkaTopics implements RawTopics {

  private final CommittedRecords records;

  /**
   * The topics of a cluster.
   *
   * @param settings client settings, passed through as they are: {@code bootstrap.servers}, TLS,
   *     SASL
   */
  public KafkaTopics(Map<String, String> settings) {
    this.records = new CommittedRecords(settings);
  }

  @Override
  public int partitions(String topic) throws LogUnavailableException {
    return records.ends(topic).size();
  }

  @Override
  public long upperBound(String topic) throws LogUnavailableException {
    return records.ends(topic).values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public Cursor<RawRecord> open(String topic, int partition, Position from)
      throws LogUnavailableException {
    return openAt(topic, partition, from.nextOffset());
  }

  @Override
  public Cursor<RawRecord> openAt(String topic, int partition, long offset)
      throws LogUnavailableException {
    return new Polling(records.open(new TopicPartition(topic, partition), offset));
  }

  private static final class Polling implements Cursor<RawRecord> {
    private final CommittedRecords.Reading reading;
    private final Deque<ConsumerRecord<byte[], byte[]>> polled = new ArrayDeque<>();

    Polling(CommittedRecords.Reading reading) {
      this.reading = reading;
    }

    @Override
    public @Nullable RawRecord next() throws LogUnavailableException {
      while (polled.isEmpty() && !reading.isAtEnd()) {
        polled.addAll(reading.poll());
      }
      ConsumerRecord<byte[], byte[]> next = polled.poll();
      return next == null ? null : raw(next);
    }

    @Override
    public void close() {
      reading.close();
    }
  }

  private static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
    List<RawRecord.Header> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(
          new RawRecord.Header(header.key(), Optional.ofNullable(header.value()).map(Bytes::wrap)));
    }
    return new RawRecord(
        record.offset(),
        record.timestamp(),
        Optional.ofNullable(record.key()).map(Bytes::wrap),
        Optional.ofNullable(record.value()).map(Bytes::wrap),
        headers);
  }
}
