package dev.quittance.platform.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Counts a stage's records and times them. Safe for any number of threads.
 *
 * <p>Processors find it in their application's configuration, as Kafka's own interceptors find
 * theirs: {@link #of(Map)}.
 */
public final class StageObserver {
  /** Name in the configuration. */
  public static final String CONFIG = "quittance.stage.observer";

  /** Delays that matter to people: a commit interval, a page that answers at once, an outage. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(2)
  };

  private static final StageObserver NONE = of(new CompositeMeterRegistry(), "");

  private final String stage;
  private final MeterRegistry meters;
  private final Counter processed;
  private final Counter failed;
  private final Timer duration;

  private StageObserver(String stage, MeterRegistry meters) {
    this.stage = stage;
    this.meters = meters;
    this.processed = records("processed");
    this.failed = records("failed");
    this.duration =
        timer("quittance.stage.duration", "From a record's append to its being processed")
            .tag("stage", stage)
            .register(meters);
  }

  /** An observer that measures into a registry. */
  public static StageObserver of(MeterRegistry meters, String stage) {
    return new StageObserver(stage, meters);
  }

  /** The observer in a configuration, or one that measures nothing. */
  public static StageObserver of(Map<String, Object> configuration) {
    return configuration.get(CONFIG) instanceof StageObserver observer ? observer : NONE;
  }

  /** A timer with buckets that fit the time that records take. */
  public static Timer.Builder timer(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(BUCKETS);
  }

  /** The stage. */
  public String stage() {
    return stage;
  }

  /** Where it measures, for what only one stage counts. */
  public MeterRegistry meters() {
    return meters;
  }

  /** A record has been processed; its results are not committed yet. */
  void processed(long sinceAppendMs) {
    processed.increment();
    duration.record(Math.max(0, sinceAppendMs), TimeUnit.MILLISECONDS);
  }

  /** A record has made its processor throw; it will be read again. */
  void failed() {
    failed.increment();
  }

  private Counter records(String outcome) {
    return Counter.builder("quittance.stage.records")
        .description("Records that a stage has taken, again after an aborted transaction")
        .tag("stage", stage)
        .tag("outcome", outcome)
        .register(meters);
  }
}
