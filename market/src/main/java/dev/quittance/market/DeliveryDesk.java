package dev.quittance.market;

import dev.quittance.market.avro.MarketMapping;
import dev.quittance.platform.kafka.Appender;
import dev.quittance.platform.kafka.OutcomeFollower;
import dev.quittance.platform.kafka.RecordThreads;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.DeliveriesRecord;
import dev.quittance.schemas.avro.DeliveryOutcomesRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has each job delivered on a virtual thread of its own, at most so many at once, again and again
 * until it has an outcome; one that waits for its next try takes nobody's place.
 */
final class DeliveryDesk implements OutcomeFollower.Desk<DeliveriesRecord> {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryDesk.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final String market;
  private final Marketplace.Deliverer deliverer;
  private final Appender outcomes;
  private final Serializer<DeliveryOutcomesRecord> values;
  private final InstantSource clock;
  private final MarketMeters meters;
  private final Semaphore places;
  private final Map<DeliveryJob, String> troubles = new ConcurrentHashMap<>();
  private final RecordThreads threads = new RecordThreads();
  private final AtomicInteger delivering = new AtomicInteger();
  private volatile boolean isStopping;

  /**
   * @param market whose results are delivered; those of others are passed by
   * @param deliverer delivers; closed with the desk
   * @param outcomes appends what became of jobs
   * @param meters of the marketplace
   */
  DeliveryDesk(
      String market,
      Marketplace.Deliverer deliverer,
      Appender outcomes,
      Serializer<DeliveryOutcomesRecord> values,
      InstantSource clock,
      MarketMeters meters) {
    this.market = market;
    this.deliverer = deliverer;
    this.outcomes = outcomes;
    this.values = values;
    this.clock = clock;
    this.meters = meters;
    this.places = new Semaphore(deliverer.concurrency());
    meters.showDeliveries(delivering::get, () -> Math.max(0, threads.size() - delivering.get()));
  }

  @Override
  public void take(DeliveriesRecord value, Runnable onOutcome) {
    MarketMapping.job(value)
        .filter(job -> job.market().equals(market))
        .ifPresentOrElse(
            job -> threads.start("delivery-" + job.sourceId(), () -> run(job, onOutcome)),
            onOutcome);
  }

  /** Begins no more tries. */
  @Override
  public void stopBeginning() {
    isStopping = true;
  }

  /** Whether tries are under way. */
  @Override
  public boolean isBusy() {
    return delivering.get() > 0;
  }

  /** How many deliveries are in trouble, and why the first one is. */
  @Override
  public List<String> notes() {
    return troubles.values().stream()
        .findFirst()
        .map(why -> List.of(troubles.size() + " deliveries wait to be tried again: " + why))
        .orElse(List.of());
  }

  @Override
  public void close() {
    isStopping = true;
    threads.close();
    deliverer.close();
  }

  private void run(DeliveryJob job, Runnable onOutcome) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (!isStopping) {
      DeliveryResult result = attempt(job);
      if (!(result instanceof DeliveryResult.Again(Duration after, String why))) {
        if (write(job, result)) {
          troubles.remove(job);
          counted(result).ifPresent(meters::count);
          onOutcome.run();
          return;
        }
        Thread.sleep(jittered(pause));
        continue;
      }
      troubles.put(job, why);
      Thread.sleep(jittered(after.compareTo(pause) > 0 ? after : pause));
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }

  private static Optional<MarketMeters.Outcome> counted(DeliveryResult result) {
    return switch (result) {
      case DeliveryResult.Delivered _ -> Optional.of(MarketMeters.Outcome.DELIVERED);
      case DeliveryResult.Held _ -> Optional.of(MarketMeters.Outcome.HELD);
      case DeliveryResult.Refused _ -> Optional.of(MarketMeters.Outcome.REFUSED);
      case DeliveryResult.Failed _ -> Optional.of(MarketMeters.Outcome.FAILED);
      case DeliveryResult.Again _ -> Optional.empty();
    };
  }

  private DeliveryResult attempt(DeliveryJob job) throws InterruptedException {
    places.acquire();
    delivering.incrementAndGet();
    try {
      if (isStopping) {
        return new DeliveryResult.Again(Duration.ZERO, "this process stops");
      }
      return deliverer.deliver(job);
    } catch (IOException e) {
      return new DeliveryResult.Again(Duration.ZERO, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("order", job.orderId())
          .setCause(e)
          .log("a delivery crashed; it is tried again");
      return new DeliveryResult.Again(LONGEST_PAUSE, e.toString());
    } finally {
      delivering.decrementAndGet();
      places.release();
    }
  }

  private boolean write(DeliveryJob job, DeliveryResult result) throws InterruptedException {
    DeliveryOutcomesRecord outcome =
        switch (result) {
          case DeliveryResult.Delivered(String reference) ->
              outcome(job, "DELIVERED", reference, "");
          case DeliveryResult.Held(String why) -> outcome(job, "HELD", "", why);
          case DeliveryResult.Refused(String why) -> outcome(job, "REFUSED", "", why);
          case DeliveryResult.Failed(String why) -> outcome(job, "FAILED", "", why);
          case DeliveryResult.Again(_, String why) ->
              throw new IllegalStateException("no outcome: " + why);
        };
    try {
      String topic = Topics.DELIVERY_OUTCOMES.name();
      outcomes.append(
          new ProducerRecord<>(topic, job.orderId().bytes(), values.serialize(topic, outcome)));
      return true;
    } catch (IOException | RuntimeException e) {
      LOG.atWarn().setCause(e).log("an outcome can't be written; its delivery is tried again");
      return false;
    }
  }

  private DeliveryOutcomesRecord outcome(
      DeliveryJob job, String status, String reference, String detail) {
    return MarketMapping.outcome(job, status, reference, detail, clock.millis());
  }

  private static Duration jittered(Duration pause) {
    return pause.plusMillis(ThreadLocalRandom.current().nextLong(pause.toMillis() / 4 + 1));
  }
}
