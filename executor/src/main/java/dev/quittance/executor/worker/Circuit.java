package dev.quittance.executor.worker;

import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.api.TaskOutcome;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Leaves an executor alone when half of its last calls were turned away, did not get through or got
 * no answer. Other failures show that the other side is there. Thread-safe.
 */
final class Circuit {
  /** How many of the last calls are looked at. */
  static final int WINDOW = 40;

  /** Fewer say nothing. */
  static final int LEAST_CALLS = 20;

  /** How long nothing is called after it opened. */
  static final Duration OPEN_FOR = Duration.ofSeconds(10);

  /** Calls that are then let through to see how it is. */
  static final int PROBES = 5;

  /** When it is half open and its probes are under way. */
  private static final Duration PROBE_PATIENCE = Duration.ofSeconds(2);

  private final CircuitBreaker breaker;
  private final Clock clock;
  private volatile long openUntilMs;

  Circuit(String executor, Clock clock) {
    this.clock = clock;
    this.breaker = CircuitBreaker.of(executor, config(clock));
    breaker
        .getEventPublisher()
        .onStateTransition(event -> {
          if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
            openUntilMs = clock.millis() + OPEN_FOR.toMillis();
          }
        });
  }

  private static CircuitBreakerConfig config(Clock clock) {
    return CircuitBreakerConfig.custom()
        .slidingWindow(WINDOW, LEAST_CALLS, SlidingWindowType.COUNT_BASED)
        .failureRateThreshold(50)
        .waitDurationInOpenState(OPEN_FOR)
        .permittedNumberOfCallsInHalfOpenState(PROBES)
        .clock(clock)
        .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
        .recordResult(outcome -> outcome instanceof TaskOutcome.Failed failed && counts(failed))
        .build();
  }

  private static boolean counts(TaskOutcome.Failed failed) {
    return switch (failed.cause()) {
      case RATE_LIMITED, UNAVAILABLE, TIMEOUT -> true;
      case INVALID_ANSWER, REFUSED, OUTCOME_UNKNOWN, CIRCUIT_OPEN, CANCELLED, BROKEN -> false;
    };
  }

  /** Permission for one call; empty when it must not be made. */
  Optional<Permit> acquire() {
    return breaker.tryAcquirePermission()
        ? Optional.of(new Permit(breaker, clock.millis()))
        : Optional.empty();
  }

  /** Whether a call would be turned away now; asks for no permission. */
  boolean isOpen() {
    return breaker.getState() == CircuitBreaker.State.OPEN && clock.millis() < openUntilMs;
  }

  /** What becomes of a task that must not be called. */
  TaskOutcome.Failed refusal() {
    long waitMs = Math.max(openUntilMs - clock.millis(), PROBE_PATIENCE.toMillis());
    String message =
        "the last calls of %s failed; the next ones are made in %d s"
            .formatted(breaker.getName(), Duration.ofMillis(waitMs).toSeconds());
    return new TaskOutcome.Failed(
        FailureCause.CIRCUIT_OPEN,
        "circuit-open",
        message,
        Optional.of(Duration.ofMillis(waitMs)),
        Results.noEvidence());
  }

  CircuitState state() {
    return switch (breaker.getState()) {
      case CLOSED, DISABLED, METRICS_ONLY -> CircuitState.CLOSED;
      case HALF_OPEN -> CircuitState.HALF_OPEN;
      case OPEN, FORCED_OPEN -> isOpen() ? CircuitState.OPEN : CircuitState.HALF_OPEN;
    };
  }

  /** One call; what is said first of its end counts. */
  final class Permit {
    private final CircuitBreaker of;
    private final long startMs;
    private final AtomicBoolean used = new AtomicBoolean();

    private Permit(CircuitBreaker of, long startMs) {
      this.of = of;
      this.startMs = startMs;
    }

    /** It came to this. */
    void ended(TaskOutcome outcome) {
      if (used.compareAndSet(false, true)) {
        of.onResult(clock.millis() - startMs, TimeUnit.MILLISECONDS, outcome);
      }
    }

    /** It was called off and says nothing of the other side. */
    void released() {
      if (used.compareAndSet(false, true)) {
        of.releasePermission();
      }
    }
  }
}
