package dev.quittance.auditor.export;

import dev.quittance.auditor.FakeLog;
import dev.quittance.auditor.FakeTopics;
import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.Position;
import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.RawRecord;
import dev.quittance.auditor.source.RawTopics;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.PartitionHead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The topics of a log that grows: of each partition, the first records are there already. Some of
 * what stands on them does not decode, and the line's topics hold nothing that does.
 */
final class GrowingTopics implements RawTopics {

  private static final List<String> SINGLE = List.of("agents", "policies");
  private static final List<String> LANES =
      List.of("acknowledgements", "orders", "plans", "executions", "settlements");

  private final Random random;
  private final FakeLog log;
  private final Map<String, List<List<RawRecord>>> all = new TreeMap<>();
  private final Map<String, Integer> there = new TreeMap<>();
  private long published = -1;
  private boolean growsWhileRead;

  GrowingTopics(Random random, FakeLog log, FakeTopics topics) {
    this.random = random;
    this.log = log;
    for (LogEpoch epoch : log.epochs.all()) {
      put(topics, epoch.topic(), epoch.identity().partitionCount());
    }
    for (String topic : List.of("anchors", "log-heads", "settlement-rows", "log-interim-heads")) {
      put(topics, topic, 1);
      addUndecodable(records(topic, 0), 4);
    }
    put(topics, "log-rules", 1);
    SINGLE.forEach(topic -> putUndecodable(topic, 1));
    LANES.forEach(topic -> putUndecodable(topic, log.identity.partitionCount()));
  }

  private void put(FakeTopics topics, String name, int partitions) {
    List<List<RawRecord>> copy = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      copy.add(new ArrayList<>(topics.records(name, partition)));
    }
    all.put(name, copy);
  }

  private void putUndecodable(String name, int partitions) {
    List<List<RawRecord>> made = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      List<RawRecord> records = new ArrayList<>();
      addUndecodable(records, 20);
      made.add(records);
    }
    all.put(name, made);
  }

  /** Those of the log have offsets that are even there. */
  private void addUndecodable(List<RawRecord> records, int count) {
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[1 + random.nextInt(30)];
      random.nextBytes(bytes);
      Optional<Bytes> value = Optional.of(Bytes.wrap(bytes));
      long offset = 1 + 2L * random.nextInt(40);
      if (records.stream().noneMatch(record -> record.offset() == offset)) {
        records.add(new RawRecord(offset, 1_000 * offset, value, value, List.of()));
      }
    }
    records.sort(Comparator.comparingLong(RawRecord::offset));
  }

  /** All records of a partition; may be changed. */
  List<RawRecord> records(String topic, int partition) {
    return all.getOrDefault(topic, List.of()).get(partition);
  }

  /** Whether it goes on to grow while somebody reads, period by period. */
  void growWhileRead(boolean itDoes) {
    growsWhileRead = itDoes;
  }

  /** Takes a topic away. */
  void remove(String topic) {
    all.remove(topic);
  }

  /** Lets it grow until a period is published, and by some records more. */
  void growUntilPublished(long period) {
    published = Math.max(published, period);
    reach("anchors", 0, lastOffset(log.anchors, anchor -> anchor.seq(), period), 0);
    reach("log-heads", 0, lastOffset(log.heads, head -> head.seq(), period), 4);
    reach("settlement-rows", 0, lastOffset(log.rows, row -> row.seq(), period), 4);
    reach("log-interim-heads", 0, lastOffset(log.notes, note -> note.seq(), period), 4);
    for (int epoch = 0; epoch < log.epochs.all().size(); epoch++) {
      LogEpoch stated = log.epochs.all().get(epoch);
      if (stated.firstPeriod() <= period + random.nextInt(2)) {
        reach("log-rules", 0, 3 + 2L * epoch, 0);
        for (int p = 0; p < stated.identity().partitionCount(); p++) {
          reach(stated.topic(), p, lastReceipt(epoch, p, period), 5);
        }
      }
    }
    SINGLE.forEach(topic -> reach(topic, 0, -1, 8));
    for (String topic : LANES) {
      for (int p = 0; p < log.identity.partitionCount(); p++) {
        reach(topic, p, -1, 8);
      }
    }
  }

  private static <T> long lastOffset(
      List<Published<T>> published, ToLongFunction<T> seq, long period) {
    return published.stream()
        .filter(
            one -> one.content().filter(content -> seq.applyAsLong(content) <= period).isPresent())
        .mapToLong(Published::offset)
        .max()
        .orElse(-1);
  }

  private long lastReceipt(int epoch, int partition, long period) {
    long first = log.epochs.all().get(epoch).firstPeriod();
    boolean isLast = epoch == log.epochs.all().size() - 1;
    long end = isLast ? Long.MAX_VALUE : log.epochs.all().get(epoch + 1).firstPeriod();
    return log.heads.stream()
        .flatMap(head -> head.content().stream())
        .filter(head -> head.partition() == partition)
        .filter(head -> head.seq() >= first && head.seq() < end && head.seq() <= period)
        .mapToLong(head -> PartitionHead.decode(head.head()).orElseThrow().endOffset() - 1)
        .max()
        .orElse(-1);
  }

  private void reach(String topic, int partition, long offset, int atMostMore) {
    List<RawRecord> records = records(topic, partition);
    String key = topic + "/" + partition;
    int needed = (int) records.stream().filter(record -> record.offset() <= offset).count();
    int before = there.getOrDefault(key, 0);
    int more = atMostMore == 0 ? 0 : random.nextInt(atMostMore);
    there.put(key, Math.min(records.size(), Math.max(needed, before) + more));
  }

  @Override
  public int partitions(String topic) {
    return there.containsKey(topic + "/0") ? all.getOrDefault(topic, List.of()).size() : 0;
  }

  @Override
  public long upperBound(String topic) {
    return all.getOrDefault(topic, List.of()).stream().mapToLong(List::size).sum();
  }

  @Override
  public Cursor<RawRecord> open(String topic, int partition, Position from) {
    if (growsWhileRead && random.nextInt(6) == 0) {
      growUntilPublished(Math.min(published + 1, log.onChain.size() - 1));
    }
    return FakeLog.cursor(
        List.copyOf(records(topic, partition)).stream()
            .limit(there.getOrDefault(topic + "/" + partition, 0))
            .skip(from.records())
            .iterator());
  }
}
