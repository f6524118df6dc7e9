package dev.quittance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class JourneysTest {
  private static final String RECEIPTS = "receipts";
  private static final String SETTLEMENTS = "settlements";

  private final List<PreparedRecord> records =
      IntStream.range(0, 3)
          .mapToObj(i -> new PreparedRecord(new byte[] {(byte) i}, new byte[0]))
          .toList();
  private final Journeys journeys = new Journeys(records, RECEIPTS, SETTLEMENTS);

  private static ConsumerRecord<byte[], byte[]> entry(String topic, int key, long appendMs) {
    return new ConsumerRecord<>(
        topic,
        0,
        0,
        appendMs,
        TimestampType.LOG_APPEND_TIME,
        1,
        0,
        new byte[] {(byte) key},
        new byte[0],
        new RecordHeaders(),
        Optional.empty());
  }

  private void passes(int index, long dueMs, long enteredMs, long receiptMs, long settledMs) {
    journeys.due(index, TimeUnit.MILLISECONDS.toNanos(dueMs));
    journeys.entered(index, enteredMs);
    journeys.take(
        entry(SETTLEMENTS, index, settledMs), TimeUnit.MILLISECONDS.toNanos(settledMs + 5));
    journeys.take(entry(RECEIPTS, index, receiptMs), TimeUnit.MILLISECONDS.toNanos(receiptMs + 5));
  }

  @Test
  void isCompleteWhenEachRecordWasSeenOnTheWayAndAtTheEnd() {
    passes(0, 1000, 1001, 1100, 1200);
    passes(1, 1010, 1011, 1110, 1210);
    journeys.entered(2, 1020);
    journeys.take(entry(SETTLEMENTS, 2, 1300), 0);
    assertThat(journeys.finished()).isEqualTo(2);
    assertThat(journeys.isComplete()).isFalse();

    journeys.take(entry(RECEIPTS, 2, 1250), 0);

    assertThat(journeys.isComplete()).isTrue();
  }

  @Test
  void repeatsAndRecordsOfOthersCountForNothing() {
    passes(0, 1000, 1001, 1100, 1200);
    journeys.take(entry(RECEIPTS, 0, 9000), 0);
    journeys.take(entry(SETTLEMENTS, 0, 9000), 0);
    journeys.take(entry(SETTLEMENTS, 99, 9000), 0);

    assertThat(journeys.finished()).isEqualTo(1);
  }

  @Test
  void measuresFromTheFirstAppendToTheLastOne() {
    passes(0, 1000, 1000, 1100, 1200);
    passes(1, 1000, 1010, 1900, 2500);
    passes(2, 1000, 1020, 1300, 1400);

    assertThat(journeys.perSecond()).isEqualTo(2.0);
  }

  @Test
  void aLateSenderCountsFromWhenTheRecordWasDue() {
    passes(0, 1000, 1001, 1100, 1200);
    passes(1, 1000, 5000, 5100, 5200);
    passes(2, 2000, 6000, 6100, 6200);

    Latency latency = journeys.latency(1, 1);

    assertThat(latency.appended().max()).isBetween(100.0, 100.2);
    assertThat(latency.seen().max()).isBetween(4105.0, 4108.0);
    assertThat(latency.donePerSecond()).isEqualTo(2.0);
    assertThat(latency.isSustained()).isTrue();
  }
}
