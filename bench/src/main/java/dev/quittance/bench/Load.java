package dev.quittance.bench;

import dev.quittance.line.LineProblem;
import dev.quittance.platform.kafka.KafkaAccess;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes prepared records to a topic, with acks from all replicas. Not thread-safe. */
final class Load implements AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  Load(KafkaAccess kafka, String topic) {
    this.producer = kafka.producer();
    this.topic = topic;
  }

  /** Writes all of them as fast as the broker takes them. */
  void backlog(List<PreparedRecord> records, Journeys journeys) {
    long now = System.nanoTime();
    for (int i = 0; i < records.size(); i++) {
      send(records.get(i), i, now, journeys);
    }
    finish();
  }

  /**
   * Writes each record when it is due, whatever became of the ones before: late ones are sent at
   * once and count from when they were due (no coordinated omission).
   */
  void steadily(List<PreparedRecord> records, double perSecond, Journeys journeys) {
    long start = System.nanoTime();
    double intervalNs = TimeUnit.SECONDS.toNanos(1) / perSecond;
    for (int i = 0; i < records.size(); i++) {
      long dueNs = start + (long) (i * intervalNs);
      for (long left = dueNs - System.nanoTime(); left > 0; left = dueNs - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      send(records.get(i), i, dueNs, journeys);
    }
    finish();
  }

  private void send(PreparedRecord prepared, int index, long dueNs, Journeys journeys) {
    journeys.due(index, dueNs);
    var _ =
        producer.send(
            new ProducerRecord<>(topic, prepared.key(), prepared.value()),
            (metadata, problem) -> {
              if (problem == null) {
                journeys.entered(index, metadata.timestamp());
              } else {
                failure.compareAndSet(null, problem);
              }
            });
  }

  private void finish() {
    producer.flush();
    Exception problem = failure.get();
    if (problem != null) {
      throw new LineProblem(
          LineProblem.Kind.FAILED,
          "the broker did not take the load: " + problem.getMessage(),
          "See that nothing else loads the machine and its disk.");
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
