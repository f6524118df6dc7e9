package dev.quittance.bench;

import dev.quittance.platform.kafka.KafkaAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/** Hands on the committed records of topics that are appended from now on, in its own thread. */
final class TopicTail implements AutoCloseable {
  /** Takes a record. */
  interface Sink {
    /**
     * Called by the tail's thread.
     *
     * @param seenAtNs when the record had come, in the clock of {@link System#nanoTime}
     */
    void take(ConsumerRecord<byte[], byte[]> entry, long seenAtNs);
  }

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final Sink sink;
  private final Thread thread;

  private TopicTail(Consumer<byte[], byte[]> consumer, Sink sink) {
    this.consumer = consumer;
    this.sink = sink;
    this.thread = Thread.ofPlatform().name("bench-tail").daemon(true).unstarted(this::run);
  }

  /** Starts at the current end of the topics; what is appended after this returns is seen. */
  static TopicTail open(KafkaAccess kafka, List<String> topics, Sink sink) {
    Consumer<byte[], byte[]> consumer = kafka.follower();
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      consumer
          .partitionsFor(topic)
          .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // seeks for real
    TopicTail tail = new TopicTail(consumer, sink);
    tail.thread.start();
    return tail;
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join(CLOSE_TIMEOUT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (consumer) {
      while (true) {
        var records = consumer.poll(POLL);
        long seenAtNs = System.nanoTime();
        records.forEach(entry -> sink.take(entry, seenAtNs));
      }
    } catch (WakeupException _) {
      // Closed: nobody wants more.
      return;
    }
  }
}
