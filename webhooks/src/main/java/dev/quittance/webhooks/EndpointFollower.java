package dev.quittance.webhooks;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.kafka.Values;
import dev.quittance.platform.stage.PartLoop;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.WebhookEndpointsRecord;
import dev.quittance.webhooks.avro.WebhookRecords;
import dev.quittance.webhooks.domain.Endpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Follows {@code webhook-endpoints} from its beginning, and knows how fresh what it knows is.
 *
 * <p>One thread of its own reads; any number may ask.
 */
final class EndpointFollower implements RunningStage {
  /** What a decision is made by has been complete at some time within this. */
  static final Duration FRESHNESS = Duration.ofSeconds(5);

  private static final TopicPartition LOG = new TopicPartition(Topics.WEBHOOK_ENDPOINTS.name(), 0);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaAccess kafka;
  private final RecordSerdes serdes;
  private final PartLoop loop;
  private final Object changes = new Object();
  private volatile EndpointBook book = EndpointBook.EMPTY;
  private volatile boolean isComplete;
  private volatile long completeAtNs;

  private EndpointFollower(KafkaAccess kafka, RecordSerdes serdes, Consumer<Throwable> onFailure) {
    this.kafka = kafka;
    this.serdes = serdes;
    this.loop =
        PartLoop.start(
            new PartLoop.Settings(
                "webhook-endpoints", "it reads the endpoints", Duration.ofSeconds(10)),
            this::follow,
            onFailure);
  }

  /**
   * Starts it; the brokers need not answer yet.
   *
   * @param onFailure told once, from its thread, when it has stopped for good
   */
  static EndpointFollower start(
      KafkaAccess kafka, RecordSerdes serdes, Consumer<Throwable> onFailure) {
    return new EndpointFollower(kafka, serdes, onFailure);
  }

  /** Whether it has read the topic to its end once. */
  boolean isComplete() {
    return isComplete;
  }

  /** What it knows now. */
  EndpointBook book() {
    return book;
  }

  /**
   * The endpoints as they were within {@link #FRESHNESS}; waits for that.
   *
   * @throws TimeoutException when the topic can't be read
   */
  EndpointBook fresh() {
    if (!isFresh() && !waitFor(PATIENCE, this::isFresh)) {
      throw new TimeoutException("the webhook endpoints can't be read");
    }
    return book;
  }

  /** Waits until something can be seen; false when that takes too long. */
  boolean await(Duration patience, Predicate<EndpointBook> seen) {
    return waitFor(patience, () -> seen.test(book));
  }

  private boolean isFresh() {
    return isComplete && System.nanoTime() - completeAtNs < FRESHNESS.toNanos();
  }

  private boolean waitFor(Duration patience, java.util.function.BooleanSupplier condition) {
    long untilNs = System.nanoTime() + patience.toNanos();
    synchronized (changes) {
      while (!condition.getAsBoolean()) {
        long leftMs = (untilNs - System.nanoTime()) / 1_000_000;
        if (leftMs <= 0) {
          return false;
        }
        try {
          changes.wait(leftMs);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
      return true;
    }
  }

  private void follow(PartLoop part) {
    Map<String, Endpoint> known = new HashMap<>();
    try (var consumer = kafka.follower();
        Values<WebhookEndpointsRecord> values = new Values<>(serdes, Topics.WEBHOOK_ENDPOINTS)) {
      consumer.assign(List.of(LOG));
      consumer.seekToBeginning(List.of(LOG));
      long lookedNs = System.nanoTime();
      long end = endOf(consumer);
      while (part.isAtWork()) {
        boolean hasChanged = false;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          fold(known, record, values);
          hasChanged = true;
        }
        if (consumer.position(LOG) >= end) {
          publish(known, lookedNs, hasChanged);
          part.ready();
          if (System.nanoTime() - lookedNs > LOOK.toNanos()) {
            lookedNs = System.nanoTime();
            end = endOf(consumer);
          }
        }
      }
    }
  }

  private static long endOf(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
    return consumer.endOffsets(List.of(LOG)).getOrDefault(LOG, 0L);
  }

  /** Complete as of when the topic's end was asked for that is read now. */
  private void publish(Map<String, Endpoint> known, long asOfNs, boolean hasChanged) {
    synchronized (changes) {
      if (hasChanged || !isComplete) {
        book = new EndpointBook(known.values());
      }
      completeAtNs = asOfNs;
      isComplete = true;
      changes.notifyAll();
    }
  }

  private static void fold(
      Map<String, Endpoint> known,
      ConsumerRecord<byte[], byte[]> record,
      Values<WebhookEndpointsRecord> values) {
    byte @Nullable [] value = record.value();
    if (value == null) {
      known.remove(new String(record.key(), StandardCharsets.UTF_8));
      return;
    }
    values
        .read(value)
        .map(WebhookEndpointsRecord::getBody)
        .map(WebhookRecords::endpoint)
        .ifPresent(endpoint -> known.put(endpoint.id(), endpoint));
  }

  @Override
  public String name() {
    return "webhook endpoints";
  }

  @Override
  public Readiness readiness() {
    return loop.readiness();
  }

  @Override
  public void close() {
    loop.close();
  }
}
