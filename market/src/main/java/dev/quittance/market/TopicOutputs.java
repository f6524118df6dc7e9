package dev.quittance.market;

import dev.quittance.platform.blob.BlobStore;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.ReadToEnd;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.kafka.Values;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.PayloadsRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Outputs from the {@code payloads} topic, whose newest ones it holds, and from the blob store.
 *
 * <p>One thread follows the topic. What is older than what it has read is looked for from the time
 * on at which it was kept, by one caller at a time, who leaves all that it passes for the others.
 */
final class TopicOutputs implements Outputs, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicOutputs.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration SCAN_PATIENCE = Duration.ofSeconds(2);
  private static final long MOST_BYTES = 64L << 20;

  /** Clocks of brokers may differ by so much. */
  private static final long SLACK_MS = 60_000;

  private static final long PATIENCE_MS = 1_000;
  private static final long STEP_MS = 10;

  private final KafkaAccess kafka;
  private final RecordSerdes serdes;
  private final BlobStore blobs;
  private final RecentPayloads recent = new RecentPayloads(MOST_BYTES);
  private final ReentrantLock scanning = new ReentrantLock();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;

  private TopicOutputs(KafkaAccess kafka, RecordSerdes serdes, BlobStore blobs) {
    this.kafka = kafka;
    this.serdes = serdes;
    this.blobs = blobs;
    this.thread = Thread.ofPlatform().name("market-outputs").daemon(true).unstarted(this::run);
  }

  /** Begins to follow the topic; the brokers need not answer yet. */
  static TopicOutputs open(KafkaAccess kafka, RecordSerdes serdes, BlobStore blobs) {
    TopicOutputs outputs = new TopicOutputs(kafka, serdes, blobs);
    outputs.thread.start();
    return outputs;
  }

  @Override
  public Optional<byte[]> of(Bytes32 sha256, long keptAfterMs)
      throws IOException, InterruptedException {
    Optional<byte[]> held = recent.get(sha256);
    if (held.isPresent()) {
      return held;
    }
    try {
      Optional<byte[]> large = blobs.get(sha256.toByteArray());
      return large.isPresent() ? large : fromTopic(sha256, keptAfterMs);
    } catch (UncheckedIOException e) {
      // What is not in the topic may be there.
      Optional<byte[]> small = fromTopic(sha256, keptAfterMs);
      if (small.isEmpty()) {
        throw new IOException("the result can't be read: " + e.getMessage(), e);
      }
      return small;
    }
  }

  private Optional<byte[]> fromTopic(Bytes32 sha256, long keptAfterMs)
      throws IOException, InterruptedException {
    Optional<byte[]> followed = recent.get(sha256);
    for (long waited = 0; followed.isEmpty() && waited < PATIENCE_MS; waited += STEP_MS) {
      Thread.sleep(STEP_MS);
      followed = recent.get(sha256);
    }
    if (followed.isPresent()) {
      return followed;
    }
    scanning.lockInterruptibly();
    try {
      Optional<byte[]> passed = recent.get(sha256);
      return passed.isPresent() ? passed : scan(sha256, keptAfterMs - SLACK_MS);
    } catch (KafkaException e) {
      throw new IOException("the payloads can't be read: " + e, e);
    } finally {
      scanning.unlock();
    }
  }

  private Optional<byte[]> scan(Bytes32 wanted, long sinceMs) throws IOException {
    try (Consumer<byte[], byte[]> consumer = kafka.follower();
        Values<PayloadsRecord> values = new Values<>(serdes, Topics.PAYLOADS)) {
      seek(consumer, Math.max(0, sinceMs));
      ReadToEnd.read(
          consumer,
          ReadToEnd.ends(kafka, consumer.assignment()),
          SCAN_PATIENCE,
          records -> {
            take(records, values);
            return recent.get(wanted).isEmpty();
          });
      return recent.get(wanted);
    }
  }

  private void run() {
    while (!isStopping()) {
      try (Consumer<byte[], byte[]> consumer = kafka.follower();
          Values<PayloadsRecord> values = new Values<>(serdes, Topics.PAYLOADS)) {
        seek(consumer, System.currentTimeMillis() - SLACK_MS);
        while (!isStopping()) {
          take(consumer.poll(POLL), values);
        }
      } catch (KafkaException e) {
        LOG.atWarn().setCause(e).log("the payloads can't be followed at present; it tries again");
        pause();
      }
    }
  }

  private static void seek(Consumer<byte[], byte[]> consumer, long sinceMs) {
    String topic = Topics.PAYLOADS.name();
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, sinceMs));
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp first = found.get(partition);
      consumer.seek(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
    }
  }

  private void take(ConsumerRecords<byte[], byte[]> records, Values<PayloadsRecord> values) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.key() == null || record.key().length != Bytes32.SIZE) {
        continue;
      }
      Bytes32 hash = Bytes32.copyOf(record.key());
      values
          .read(record.value())
          .flatMap(read -> Optional.ofNullable(read.getBody()))
          .ifPresentOrElse(
              stored -> recent.put(hash, AvroValues.bytes(stored.getPayload())),
              () -> recent.remove(hash));
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void pause() {
    try {
      if (stopping.await(1, TimeUnit.SECONDS)) {
        LOG.atDebug().log("stopped while it waited");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }

  @Override
  public void close() {
    stopping.countDown();
    try {
      if (!thread.join(Duration.ofSeconds(5))) {
        LOG.atWarn().log("the follower of payloads did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
