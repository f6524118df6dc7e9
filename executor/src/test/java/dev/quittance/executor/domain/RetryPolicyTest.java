package dev.quittance.executor.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.domain.StepState.Backoff;
import dev.quittance.planning.document.Hash32;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
  private static final RetryPolicy POLICY = new RetryPolicy(4, 1000, 5000);
  private static final Hash32 STEP = Hash32.sha256(new byte[] {7});
  private static final Hash32 INPUT = Hash32.sha256(new byte[] {8});
  private static final long FAR = 1_000_000_000;

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      textBlock =
          """
          cause,           failures, invalidAnswers, again, failuresThen
          RATE_LIMITED,    0,        0,              true,  1
          UNAVAILABLE,     2,        0,              true,  3
          TIMEOUT,         3,        0,              false, 0
          INVALID_ANSWER,  0,        0,              true,  1
          INVALID_ANSWER,  1,        1,              false, 0
          INVALID_ANSWER,  3,        0,              false, 0
          TIMEOUT,         1,        1,              true,  2
          CIRCUIT_OPEN,    3,        0,              true,  3
          REFUSED,         0,        0,              false, 0
          OUTCOME_UNKNOWN, 0,        0,              false, 0
          CANCELLED,       0,        0,              false, 0
          BROKEN,          0,        0,              false, 0
          """)
  void causesDecide(
      FailureCause cause, int failures, int invalidAnswers, boolean again, int failuresThen) {
    Attempt failed = new Attempt(5, INPUT, failures, invalidAnswers);

    Optional<Backoff> next = POLICY.next(STEP, failed, Failure.of(cause, "code", ""), 0, FAR);

    assertThat(next.isPresent()).isEqualTo(again);
    next.ifPresent(backoff -> {
      assertThat(backoff.next().number()).isEqualTo(6);
      assertThat(backoff.next().inputHash()).isEqualTo(INPUT);
      assertThat(backoff.next().failures()).isEqualTo(failuresThen);
    });
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void withoutACauseWhoeverFailedDecides(boolean retryable) {
    Failure failure = new Failure("code", "", Optional.empty(), retryable, 0);

    Optional<Backoff> next = POLICY.next(STEP, Attempt.first(INPUT), failure, 0, FAR);

    assertThat(next.isPresent()).isEqualTo(retryable);
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 2000", "3, 4000", "4, 5000", "40, 5000"})
  void backoffDoublesAndIsSpread(int attempt, long baseMs) {
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int step = 0; step < 500; step++) {
      long waitMs = POLICY.backoffMs(STEP.child(step), attempt);
      assertThat(waitMs).isEqualTo(POLICY.backoffMs(STEP.child(step), attempt));
      least = Math.min(least, waitMs);
      most = Math.max(most, waitMs);
    }

    assertThat(least).isBetween(baseMs / 2, baseMs * 6 / 10);
    assertThat(most).isBetween(baseMs * 14 / 10, baseMs * 15 / 10);
  }

  @Test
  void whatTheOtherSideAsksForComesOnTop() {
    Failure failure =
        new Failure("busy", "", Optional.of(FailureCause.RATE_LIMITED), false, 60_000);

    Backoff backoff = POLICY.next(STEP, Attempt.first(INPUT), failure, 5, FAR).orElseThrow();

    assertThat(backoff.dueAtMs()).isEqualTo(5 + 60_000 + POLICY.backoffMs(STEP, 1));
  }

  @ParameterizedTest
  @CsvSource({"0", "9223372036854775807", "-9223372036854775808"})
  void noAttemptBeginsAtOrAfterTheDeadline(long retryAfterMs) {
    Failure failure =
        new Failure("busy", "", Optional.of(FailureCause.CIRCUIT_OPEN), false, retryAfterMs);
    long dueAtMs = 100 + POLICY.backoffMs(STEP, 1);

    assertThat(POLICY.next(STEP, Attempt.first(INPUT), failure, 100, dueAtMs)).isEmpty();
    assertThat(POLICY.next(STEP, Attempt.first(INPUT), failure, 100, dueAtMs + 1).isPresent())
        .isEqualTo(retryAfterMs <= 0);
  }
}
