package dev.quittance.executor.worker;

import dev.quittance.executor.api.TaskOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The worker's meters, taken out of their registry when it is closed.
 *
 * <p>{@code quittance_executor_in_flight} and {@code …_waiting} count tasks, {@code …_threads} also
 * the calls that were given up and have not ended; {@code …_outcomes} counts results by executor
 * and cause ({@code succeeded} for success); {@code …_call_duration} times calls by executor;
 * {@code …_circuit_state} is 0 when closed, 1 when half open, 2 when open. Thread-safe.
 */
final class WorkerMetrics implements AutoCloseable {
  private static final String PREFIX = "quittance.executor.";
  private static final String EXECUTOR = "executor";

  private final MeterRegistry registry;
  private final List<Meter> gauges = new ArrayList<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger threads = new AtomicInteger();

  WorkerMetrics(MeterRegistry registry, ExecutorRegistry executors) {
    this.registry = registry;
    gauges.add(gauge("in.flight", inFlight));
    gauges.add(gauge("waiting", waiting));
    gauges.add(gauge("threads", threads));
    for (String name : executors.names()) {
      executors
          .find(name)
          .ifPresent(entry -> gauges.add(circuitGauge(registry, name, entry.circuit())));
    }
  }

  private Gauge gauge(String name, AtomicInteger value) {
    return Gauge.builder(PREFIX + name, value, AtomicInteger::get).register(registry);
  }

  private static Gauge circuitGauge(MeterRegistry registry, String executor, Circuit circuit) {
    return Gauge.builder(PREFIX + "circuit.state", circuit, c -> c.state().level())
        .tag(EXECUTOR, executor)
        .strongReference(true)
        .register(registry);
  }

  /** How many tasks are called and how many wait. */
  void load(int called, int queued) {
    inFlight.set(called);
    waiting.set(queued);
  }

  /** A call's thread began. */
  void threadBegan() {
    threads.incrementAndGet();
  }

  /** A call's thread ended. */
  void threadEnded() {
    threads.decrementAndGet();
  }

  /** How many threads of calls there are. */
  int threads() {
    return threads.get();
  }

  /** A task has its result; {@code executor} must be one that is defined. */
  void outcome(String executor, TaskOutcome outcome) {
    String cause =
        switch (outcome) {
          case TaskOutcome.Succeeded _ -> "succeeded";
          case TaskOutcome.Failed failed -> failed.cause().recordName();
        };
    Counter.builder(PREFIX + "outcomes")
        .tag(EXECUTOR, executor)
        .tag("cause", cause)
        .register(registry)
        .increment();
  }

  /** A call ended after this long. */
  void called(String executor, Duration duration) {
    Timer.builder(PREFIX + "call.duration")
        .tag(EXECUTOR, executor)
        .register(registry)
        .record(duration);
  }

  @Override
  public void close() {
    gauges.forEach(registry::remove);
  }
}
