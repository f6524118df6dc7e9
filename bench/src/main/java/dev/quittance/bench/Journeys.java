package dev.quittance.bench;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * When each record of one load came where.
 *
 * <p>Each place is written by one thread: the load's, its producer's callback, the tail's. They are
 * read when {@link #finished} has said that all are through.
 */
final class Journeys implements TopicTail.Sink {
  private final Map<ByteBuffer, Integer> indexes;
  private final String middle;
  private final String end;
  private final long[] dueNs;
  private final long[] enteredMs;
  private final long[] middleMs;
  private final long[] middleSeenNs;
  private final long[] endMs;
  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicInteger acknowledged = new AtomicInteger();

  /**
   * Waits for records with these keys.
   *
   * @param middle topic that they pass on the way
   * @param end topic that they end in
   */
  Journeys(List<PreparedRecord> records, String middle, String end) {
    int count = records.size();
    this.indexes = HashMap.newHashMap(count);
    for (int i = 0; i < count; i++) {
      indexes.put(ByteBuffer.wrap(records.get(i).key()), i);
    }
    this.middle = middle;
    this.end = end;
    this.dueNs = new long[count];
    this.enteredMs = new long[count];
    this.middleMs = new long[count];
    this.middleSeenNs = new long[count];
    this.endMs = new long[count];
  }

  void due(int index, long atNs) {
    dueNs[index] = atNs;
  }

  void entered(int index, long appendMs) {
    enteredMs[index] = appendMs;
    acknowledged.incrementAndGet();
  }

  @Override
  public void take(ConsumerRecord<byte[], byte[]> entry, long seenAtNs) {
    Integer index = entry.key() == null ? null : indexes.get(ByteBuffer.wrap(entry.key()));
    if (index == null) {
      return;
    }
    boolean isNew = false;
    if (entry.topic().equals(middle) && middleMs[index] == 0) {
      middleMs[index] = entry.timestamp();
      middleSeenNs[index] = seenAtNs;
      isNew = true;
    }
    if (entry.topic().equals(end) && endMs[index] == 0) {
      endMs[index] = entry.timestamp();
      isNew = true;
    }
    // The tail may see the end before the middle: they are in different partitions.
    if (isNew && middleMs[index] != 0 && endMs[index] != 0) {
      finished.incrementAndGet();
    }
  }

  /** How many have come to the end, and been seen on the way. */
  int finished() {
    return finished.get();
  }

  /** Whether all have, and the broker has acknowledged each. */
  boolean isComplete() {
    return finished.get() == endMs.length && acknowledged.get() == endMs.length;
  }

  /** Records per second from the first append at the start to the last one at the end. */
  double perSecond() {
    long first = Long.MAX_VALUE;
    long last = 0;
    for (int i = 0; i < endMs.length; i++) {
      first = Math.min(first, enteredMs[i]);
      last = Math.max(last, endMs[i]);
    }
    return endMs.length * 1e3 / Math.max(1, last - first);
  }

  /** The time at the end without those when fewer than {@code inFlight} were under way. */
  SteadyState steadyState(int inFlight) {
    return SteadyState.of(LongStream.of(enteredMs).min().orElseThrow(), endMs, inFlight);
  }

  /** The times to the middle of all but the first {@code skipped}. */
  Latency latency(double offeredPerSecond, int skipped) {
    Histogram appended = new Histogram(3);
    Histogram seen = new Histogram(3);
    long firstSeen = Long.MAX_VALUE;
    long lastSeen = Long.MIN_VALUE;
    for (int i = skipped; i < endMs.length; i++) {
      appended.recordValue(TimeUnit.MILLISECONDS.toMicros(Math.max(0, middleMs[i] - enteredMs[i])));
      seen.recordValue(TimeUnit.NANOSECONDS.toMicros(Math.max(0, middleSeenNs[i] - dueNs[i])));
      firstSeen = Math.min(firstSeen, middleSeenNs[i]);
      lastSeen = Math.max(lastSeen, middleSeenNs[i]);
    }
    double seconds = Math.max(1, lastSeen - firstSeen) / 1e9;
    return new Latency(
        offeredPerSecond,
        (endMs.length - skipped) / seconds,
        Latency.Percentiles.ofMicros(appended),
        Latency.Percentiles.ofMicros(seen));
  }
}
