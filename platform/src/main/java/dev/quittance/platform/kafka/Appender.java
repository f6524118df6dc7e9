package dev.quittance.platform.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Appends records and waits for all replicas. Safe for any number of threads, which should be
 * virtual ones. Closing it closes the producer.
 */
public final class Appender implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final long TIMEOUT_MS = 30_000;

  private final Producer<byte[], byte[]> producer;

  /** Appends with a producer, which is its own from now on. */
  public Appender(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /**
   * Appends a record.
   *
   * @throws IOException when it is not known whether it was
   */
  public void append(ProducerRecord<byte[], byte[]> record)
      throws IOException, InterruptedException {
    CompletableFuture<Boolean> written = new CompletableFuture<>();
    try {
      var _ =
          producer.send(
              record,
              (_, failure) -> {
                if (failure == null) {
                  written.complete(true);
                } else {
                  written.completeExceptionally(failure);
                }
              });
      written.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException | IllegalStateException e) {
      throw new IOException("a record may not be in " + record.topic() + ": " + e, e);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
