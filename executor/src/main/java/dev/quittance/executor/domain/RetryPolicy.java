package dev.quittance.executor.domain;

import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.domain.StepState.Backoff;
import dev.quittance.planning.document.Hash32;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Whether and when a failed attempt at a step is followed by another.
 *
 * <p>Exponential backoff with a jitter of ±50 %, which is derived from the step and the attempt: it
 * spreads attempts that failed together, and is the same whenever it is decided. What the other
 * side asks for by {@code retryAfterMs} comes on top, so that not all come back at the same moment.
 *
 * @param maxAttempts how many attempts a step may have; those that met an open circuit called
 *     nobody and don't count
 * @param firstBackoffMs backoff after the first attempt, before jitter; it doubles each time
 * @param maxBackoffMs the longest backoff, before jitter
 */
public record RetryPolicy(int maxAttempts, long firstBackoffMs, long maxBackoffMs) {
  /** Four attempts; half a second, then one, then two. */
  public static final RetryPolicy DEFAULT = new RetryPolicy(4, 500, 30_000);

  private static final int MOST_DOUBLINGS = 30;

  /** Checks that there is at least one attempt, and that time does not run backwards. */
  public RetryPolicy {
    if (maxAttempts < 1 || firstBackoffMs < 1 || maxBackoffMs < firstBackoffMs) {
      throw new IllegalArgumentException(
          "maxAttempts must be 1 or more, and 1 <= firstBackoffMs <= maxBackoffMs: %d, %d, %d"
              .formatted(maxAttempts, firstBackoffMs, maxBackoffMs));
    }
  }

  /**
   * The wait for the next attempt.
   *
   * @param atMs when the failure was recorded, unix ms
   * @param deadlineMs an attempt that could only begin at or after this time is not made, unix ms
   * @return empty when there is no next attempt
   */
  Optional<Backoff> next(
      Hash32 stepId, Attempt failed, Failure failure, long atMs, long deadlineMs) {
    if (!mayHelp(failed, failure)) {
      return Optional.empty();
    }
    int failures = failed.failures() + (counts(failure) ? 1 : 0);
    long dueAtMs = atMs + waitMs(stepId, failed.number(), failure, deadlineMs - atMs);
    if (failures >= maxAttempts || dueAtMs >= deadlineMs) {
      return Optional.empty();
    }
    int invalidAnswers = failed.invalidAnswers() + (isInvalidAnswer(failure) ? 1 : 0);
    return Optional.of(
        new Backoff(
            new Attempt(failed.number() + 1, failed.inputHash(), failures, invalidAnswers),
            dueAtMs));
  }

  private static boolean mayHelp(Attempt failed, Failure failure) {
    if (failure.cause().isEmpty()) {
      return failure.retryable();
    }
    return switch (failure.cause().get()) {
      case RATE_LIMITED, UNAVAILABLE, TIMEOUT, CIRCUIT_OPEN -> true;
      case INVALID_ANSWER -> failed.invalidAnswers() == 0;
      case REFUSED, OUTCOME_UNKNOWN, CANCELLED, BROKEN -> false;
    };
  }

  private static boolean counts(Failure failure) {
    return failure.cause().filter(FailureCause.CIRCUIT_OPEN::equals).isEmpty();
  }

  private static boolean isInvalidAnswer(Failure failure) {
    return failure.cause().filter(FailureCause.INVALID_ANSWER::equals).isPresent();
  }

  /** At most {@code mostMs}, however long the other side asks for. */
  private long waitMs(Hash32 stepId, int attempt, Failure failure, long mostMs) {
    long askedMs = Math.min(Math.max(failure.retryAfterMs(), 0), mostMs);
    return Math.min(askedMs + backoffMs(stepId, attempt), mostMs);
  }

  /** The backoff after an attempt, jitter included. */
  long backoffMs(Hash32 stepId, int attempt) {
    int doublings = Math.min(attempt - 1, MOST_DOUBLINGS);
    long base =
        firstBackoffMs > (maxBackoffMs >> doublings) ? maxBackoffMs : firstBackoffMs << doublings;
    int jitter = ByteBuffer.wrap(stepId.child(attempt).bytes()).getInt() >>> 16;
    return base / 2 + ((base * jitter) >>> 16);
  }
}
