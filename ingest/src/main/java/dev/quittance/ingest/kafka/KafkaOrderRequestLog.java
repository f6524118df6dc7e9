package dev.quittance.ingest.kafka;

import dev.quittance.ingest.OrderRequestLog;
import dev.quittance.ingest.avro.IntakeMapping;
import dev.quittance.ingest.domain.Submission;
import dev.quittance.platform.trace.TraceParent;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.OrderRequestsRecord;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Requests through a Kafka producer that waits for all replicas.
 *
 * <p>A send may block while the producer looks for the broker, so each one has a virtual thread;
 * their number is bounded. Safe for any number of threads. Closing it closes the producer.
 */
public final class KafkaOrderRequestLog implements OrderRequestLog, AutoCloseable {
  private static final int IN_FLIGHT = 4096;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final Producer<byte[], byte[]> producer;
  private final Serializer<OrderRequestsRecord> serializer;
  private final long timeoutMs;
  private final Semaphore inFlight = new Semaphore(IN_FLIGHT);

  /**
   * @param producer acks from all replicas
   * @param serializer of the topic's values
   * @param timeoutMs after which an append has failed
   */
  public KafkaOrderRequestLog(
      Producer<byte[], byte[]> producer,
      Serializer<OrderRequestsRecord> serializer,
      long timeoutMs) {
    this.producer = producer;
    this.serializer = serializer;
    this.timeoutMs = timeoutMs;
  }

  @Override
  public CompletionStage<OptionalLong> append(Submission submission, TraceParent trace) {
    CompletableFuture<OptionalLong> acknowledged = new CompletableFuture<>();
    if (!inFlight.tryAcquire()) {
      acknowledged.completeExceptionally(
          new IllegalStateException(IN_FLIGHT + " requests wait for the broker already"));
      return acknowledged;
    }
    Thread.ofVirtual().name("order-request").start(() -> send(submission, trace, acknowledged));
    return acknowledged
        .orTimeout(timeoutMs, TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> inFlight.release());
  }

  private void send(
      Submission submission, TraceParent trace, CompletableFuture<OptionalLong> acknowledged) {
    try {
      String topic = Topics.ORDER_REQUESTS.name();
      byte[] value = serializer.serialize(topic, IntakeMapping.record(submission));
      var _ =
          producer.send(
              new ProducerRecord<>(
                  topic,
                  null,
                  submission.orderId().bytes(),
                  value,
                  List.of(new RecordHeader(TraceParent.HEADER, trace.bytes()))),
              (written, failure) -> acknowledge(acknowledged, written, failure));
    } catch (RuntimeException e) {
      acknowledged.completeExceptionally(e);
    }
  }

  private static void acknowledge(
      CompletableFuture<OptionalLong> acknowledged,
      RecordMetadata written,
      @Nullable Exception failure) {
    if (failure == null) {
      acknowledged.complete(
          written.hasTimestamp() ? OptionalLong.of(written.timestamp()) : OptionalLong.empty());
    } else {
      acknowledged.completeExceptionally(failure);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
