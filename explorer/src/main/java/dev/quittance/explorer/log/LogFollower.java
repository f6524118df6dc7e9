package dev.quittance.explorer.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.explorer.store.RocksStore;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.receipts.log.EpochPartitions;
import dev.quittance.receipts.log.LogEpochs;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.schemas.AcceptedSchemas;
import dev.quittance.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log's topics into the index for as long as it is open.
 *
 * <p>What it folds and the offsets up to which it did are one write, so a crash neither loses nor
 * repeats a record. The index of another log, or of another layout, is built again. One thread of
 * its own; everything public is safe from any.
 */
public final class LogFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final long PAUSE_AFTER_FAULT_MS = 1000;

  /** Changes with every change of the index's layout or of what is folded. */
  private static final String LAYOUT = "log-index/1";

  private final Consumer<byte[], byte[]> consumer;
  private final LogRecords records;
  private final LogIdentity log;
  private final RocksStore store;
  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Map<TopicPartition, Long> folded = new HashMap<>();
  private final Thread thread;
  private volatile boolean ready;
  private volatile boolean closed;

  private LogFollower(
      Consumer<byte[], byte[]> consumer, LogRecords records, LogIdentity log, RocksStore store) {
    this.consumer = consumer;
    this.records = records;
    this.log = log;
    this.store = store;
    this.partitions = partitions(records.partitions());
    this.thread = Thread.ofPlatform().name("log-index").daemon(true).unstarted(this::run);
  }

  /**
   * Opens the index in a directory, which one process may use at a time, and starts following; the
   * brokers need not answer yet.
   *
   * @throws IllegalStateException when the directory can't be read
   */
  public static LogFollower open(StageContext context, Path directory) {
    LogEpochs epochs = context.line().epochs();
    LogRecords records =
        new LogRecords(context.serdes(), AcceptedSchemas.codec(epochs), epochs.partitions());
    LogIdentity first = epochs.all().getFirst().identity();
    return open(context.kafka().follower(), records, first, directory);
  }

  /**
   * Opens with a consumer of its own.
   *
   * @param log its first epoch, which later ones add to
   */
  static LogFollower open(
      Consumer<byte[], byte[]> consumer, LogRecords records, LogIdentity log, Path directory) {
    RocksStore store = RocksStore.open(directory);
    claim(store, (LAYOUT + " " + log.topicId()).getBytes(UTF_8));
    LogFollower follower = new LogFollower(consumer, records, log, store);
    follower.thread.start();
    return follower;
  }

  /** Whether all that was there when it was opened is folded. */
  public boolean isReady() {
    return ready;
  }

  /** The index, to be asked while this is open. */
  public LogIndex index() {
    return new LogIndex(store);
  }

  /** Stops following and closes the index. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    consumer.wakeup();
    try {
      if (!thread.join(CLOSE_TIMEOUT)) {
        LOG.atWarn().log("the log index did not stop in time");
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    store.close();
  }

  private void run() {
    try (consumer) {
      while (!closed) {
        follow();
      }
    }
  }

  /** Follows until it is closed or a fault comes from outside; then all begins at the store. */
  private void follow() {
    try {
      consumer.assign(partitions);
      for (TopicPartition partition : partitions) {
        long stored = storedOffset(partition);
        folded.put(partition, stored);
        consumer.seek(partition, stored);
      }
      if (ends.isEmpty()) {
        ends.putAll(consumer.endOffsets(partitions));
      }
      while (!closed) {
        fold(consumer.poll(POLL));
        ready = ready || isCaughtUp();
      }
    } catch (WakeupException e) {
      LOG.atDebug().log("the log is no longer followed");
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("the log index begins again where it was last written");
      pause();
    }
  }

  private void fold(ConsumerRecords<byte[], byte[]> polled) {
    try (RocksStore.Batch batch = store.batch()) {
      LogFold fold = new LogFold(batch, log.domain(), records.partitions());
      boolean moved = false;
      for (TopicPartition partition : partitions) {
        polled.records(partition).forEach(record -> records.fold(record, fold));
        long position = consumer.position(partition);
        if (position != folded.getOrDefault(partition, 0L)) {
          batch.put(
              LogKeys.offset(partition.topic(), partition.partition()),
              ByteBuffer.allocate(Long.BYTES).putLong(position).array());
          folded.put(partition, position);
          moved = true;
        }
      }
      if (moved) {
        batch.commit();
      }
    }
  }

  private boolean isCaughtUp() {
    return partitions.stream()
        .allMatch(
            partition -> folded.getOrDefault(partition, 0L) >= ends.getOrDefault(partition, 0L));
  }

  private long storedOffset(TopicPartition partition) {
    byte[] stored = store.get(LogKeys.offset(partition.topic(), partition.partition()));
    return stored == null ? 0 : ByteBuffer.wrap(stored).getLong();
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_FAULT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void claim(RocksStore store, byte[] identity) {
    byte[] stored = store.get(LogKeys.identity());
    if (stored == null || !Arrays.equals(stored, identity)) {
      store.clear();
      try (RocksStore.Batch batch = store.batch()) {
        batch.put(LogKeys.identity(), identity);
        batch.commit();
      }
    }
  }

  private static List<TopicPartition> partitions(EpochPartitions log) {
    List<TopicPartition> partitions = new ArrayList<>();
    IntStream.range(0, log.count())
        .forEach(
            number -> partitions.add(new TopicPartition(log.topic(number), log.partition(number))));
    for (String topic :
        List.of(Topics.LOG_HEADS.name(), Topics.ANCHORS.name(), Topics.LOG_INTERIM_HEADS.name())) {
      partitions.add(new TopicPartition(topic, 0));
    }
    return List.copyOf(partitions);
  }
}
