package dev.quittance.explorer;

import dev.quittance.explorer.domain.OrderCounts;
import dev.quittance.explorer.domain.OrderView;
import dev.quittance.explorer.events.EventFeed;
import dev.quittance.explorer.events.Journal;
import dev.quittance.explorer.events.Position.Source;
import dev.quittance.explorer.fold.Keys;
import dev.quittance.explorer.fold.RecentViews;
import dev.quittance.explorer.fold.ViewFold;
import dev.quittance.explorer.store.RocksStore;
import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.deadletters.Fault;
import dev.quittance.platform.metrics.StageObserver;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.schemas.AcceptedSchemas;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the topics into the order view for as long as it is open.
 *
 * <p>A plain consumer: what it folds and the offsets up to which it did are one write, so a crash
 * neither loses nor repeats a record. The store of another cluster, or of another layout, is built
 * again. One thread of its own; everything public is safe from any.
 */
public final class OrderViewFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OrderViewFollower.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final long PAUSE_AFTER_FAULT_MS = 1000;

  /** How long records may gather: each batch has a price of its own, however few are in it. */
  private static final long GATHER_MS = 25;

  /** After a poll of so many more are there already; the consumer's default gives at most 500. */
  private static final int FULL_POLL = 400;

  /** Orders that are on their way at the same time; some kilobytes each. */
  private static final int RECENT_VIEWS = 4096;

  /** Changes with every change of the store's layout or of what is folded. */
  private static final String LAYOUT = "order-view/4";

  private final Consumer<byte[], byte[]> consumer;
  private final RecordReader reader;
  private final RocksStore store;
  private final OrderViews views;
  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, Long> ends;
  private final Timer endToEnd;
  private final Thread thread;
  private final EventFeed feed = new EventFeed();
  private final RecentViews recent = new RecentViews(RECENT_VIEWS);

  /** The offsets up to which the store is written; the thread's own. */
  private final Map<TopicPartition, Long> folded = new HashMap<>();

  private volatile boolean ready;
  private volatile boolean closed;

  private OrderViewFollower(
      Consumer<byte[], byte[]> consumer,
      RecordReader reader,
      RocksStore store,
      MeterRegistry meters) {
    this.consumer = consumer;
    this.reader = reader;
    this.store = store;
    this.partitions = partitions(consumer, reader.topics());
    this.views = new OrderViews(store, lanes(partitions));
    this.ends = consumer.endOffsets(partitions);
    this.endToEnd =
        StageObserver.timer(
                "quittance.order.end.to.end", "From an order's request to its settlement")
            .register(meters);
    this.thread = Thread.ofPlatform().name("order-view").daemon(true).unstarted(this::run);
  }

  /**
   * Opens the view in a directory, which one process may use at a time, and starts following.
   *
   * @throws IllegalStateException when the topics or the directory can't be read
   */
  public static OrderViewFollower open(StageContext context, Path directory) {
    GenuineReceipts receipts =
        GenuineReceipts.of(
            AcceptedSchemas.codec(context.line().epochs()), context.line().log().domain());
    RecordReader reader =
        new RecordReader(context.serdes(), receipts, context.line().epochs().partitions());
    String cluster = clusterId(context);
    return open(context.kafka().follower(), reader, directory, cluster, context.meters());
  }

  /** Opens with a consumer of its own and the name of its cluster. */
  static OrderViewFollower open(
      Consumer<byte[], byte[]> consumer, RecordReader reader, Path directory, String cluster) {
    return open(consumer, reader, directory, cluster, new CompositeMeterRegistry());
  }

  private static OrderViewFollower open(
      Consumer<byte[], byte[]> consumer,
      RecordReader reader,
      Path directory,
      String cluster,
      MeterRegistry meters) {
    RocksStore store = RocksStore.open(directory);
    try {
      claim(store, (LAYOUT + " " + cluster).getBytes(StandardCharsets.UTF_8));
      OrderViewFollower follower = new OrderViewFollower(consumer, reader, store, meters);
      follower.thread.start();
      return follower;
    } catch (RuntimeException e) {
      consumer.close();
      store.close();
      throw e;
    }
  }

  /** Whether all that was there when it was opened is folded. */
  public boolean isReady() {
    return ready;
  }

  /** The view, to be asked while this is open. */
  public OrderViews views() {
    return views;
  }

  /** Wakes those who wait for events. */
  public EventFeed feed() {
    return feed;
  }

  /** As {@link OrderViews#find}. */
  public Optional<OrderView> find(Hash32 orderId) {
    return views.find(orderId);
  }

  /** As {@link OrderViews#list}. */
  public OrderPage list(OrderFilter filter) {
    return views.list(filter);
  }

  /** As {@link OrderViews#counts}. */
  public OrderCounts counts() {
    return views.counts();
  }

  /** Stops following and closes the store. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    consumer.wakeup();
    try {
      if (!thread.join(CLOSE_TIMEOUT)) {
        LOG.atWarn().log("the order view did not stop in time");
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
      consumer.assign(partitions);
      while (!closed) {
        follow();
      }
    }
  }

  /** Follows until it is closed or a fault comes from outside; then all begins at the store. */
  private void follow() {
    try {
      recent.clear();
      folded.clear();
      for (TopicPartition partition : partitions) {
        folded.put(partition, storedOffset(partition));
        consumer.seek(partition, storedOffset(partition));
      }
      while (!closed) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        fold(records);
        ready = ready || isCaughtUp();
        if (!records.isEmpty() && records.count() < FULL_POLL) {
          pause(GATHER_MS);
        }
      }
    } catch (WakeupException e) {
      LOG.atDebug().log("the topics are no longer followed");
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("the order view begins again where it was last written");
      pause(PAUSE_AFTER_FAULT_MS);
    }
  }

  private void fold(ConsumerRecords<byte[], byte[]> records) {
    try (RocksStore.Batch batch = store.batch()) {
      List<EventFeed.Told> events = new ArrayList<>();
      ViewFold fold =
          new ViewFold(
              batch,
              recent,
              this::settled,
              (tenant, event) -> events.add(new EventFeed.Told(tenant, event)));
      boolean moved = false;
      for (TopicPartition partition : partitions) {
        for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
          fold.reading(originOf(record));
          decode(record).accept(fold);
        }
        long position = consumer.position(partition);
        if (position != folded.getOrDefault(partition, 0L)) {
          batch.put(
              Keys.offset(partition.topic(), partition.partition()),
              ByteBuffer.allocate(Long.BYTES).putLong(position).array());
          folded.put(partition, position);
          moved = true;
        }
      }
      if (moved) {
        fold.flush();
        batch.commit();
        feed.tell(events);
      }
    }
  }

  private static Optional<Journal.Origin> originOf(ConsumerRecord<byte[], byte[]> record) {
    return Source.of(record.topic())
        .map(source -> new Journal.Origin(source, record.partition(), record.offset()));
  }

  /** What it reads to catch up was settled at another time, and counted then. */
  private void settled(OrderView order) {
    if (ready && order.requested() != null && order.settlement() != null) {
      long tookMs = order.settlement().atMs() - order.requested().atMs();
      endToEnd.record(Math.max(0, tookMs), TimeUnit.MILLISECONDS);
    }
  }

  private java.util.function.Consumer<ViewFold> decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return reader.decode(record);
    } catch (RuntimeException e) {
      if (Fault.isOutage(e)) {
        throw e;
      }
      LOG.atWarn()
          .addKeyValue("topic", record.topic())
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .addKeyValue("reason", e.toString())
          .log("a record that can't be read is passed by");
      return _ -> {};
    }
  }

  private boolean isCaughtUp() {
    return partitions.stream()
        .allMatch(
            partition -> folded.getOrDefault(partition, 0L) >= ends.getOrDefault(partition, 0L));
  }

  private long storedOffset(TopicPartition partition) {
    byte[] stored = store.get(Keys.offset(partition.topic(), partition.partition()));
    return stored == null ? 0 : ByteBuffer.wrap(stored).getLong();
  }

  private static void pause(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void claim(RocksStore store, byte[] identity) {
    byte[] stored = store.get(Keys.identity());
    if (stored == null || !Arrays.equals(stored, identity)) {
      store.clear();
      try (RocksStore.Batch batch = store.batch()) {
        batch.put(Keys.identity(), identity);
        batch.commit();
      }
    }
  }

  private static List<TopicPartition> partitions(
      Consumer<byte[], byte[]> consumer, List<String> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      List<PartitionInfo> infos = consumer.partitionsFor(topic);
      if (infos == null || infos.isEmpty()) {
        throw new IllegalStateException(
            "there is no topic " + topic + "; run 'quittance topics apply' first");
      }
      infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    return List.copyOf(partitions);
  }

  /** Every topic that events come from has as many. */
  private static int lanes(List<TopicPartition> partitions) {
    return (int) partitions.stream().filter(it -> it.topic().equals(Source.ORDERS.topic())).count();
  }

  private static String clusterId(StageContext context) {
    try (Admin admin = context.kafka().admin()) {
      return admin.describeCluster().clusterId().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the broker for its id", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("can't reach the broker; check bootstrap.servers", e);
    }
  }
}
