package dev.quittance.webhooks.domain;

import java.time.Duration;

/**
 * What became of an attempt.
 *
 * @param attempt its number among all of the message
 * @param status HTTP status; 0 when there was no answer
 * @param retryAfterMs how long the receiver asked to be left alone, ms
 * @param atMs when it ended, unix ms
 * @param nextAtMs when the next one is made at the earliest, unix ms; 0 when none is
 */
public record AttemptOutcome(int attempt, int status, long retryAfterMs, long atMs, long nextAtMs) {
  /** How long an endpoint is left alone that says it is overloaded and not for how long. */
  public static final Duration PAUSE = Duration.ofSeconds(30);

  /** Whether the receiver has the message. */
  public boolean isDelivered() {
    return status / 100 == 2;
  }

  /** Whether the receiver wants nothing any more. */
  public boolean isGone() {
    return status == 410;
  }

  /** Whether the endpoint as a whole is to be sent less (Standard Webhooks). */
  public boolean isThrottled() {
    return status == 429 || status == 502 || status == 504;
  }

  /** Until when a throttled endpoint is left alone. */
  public long pausedUntilMs() {
    return atMs + (retryAfterMs > 0 ? retryAfterMs : PAUSE.toMillis());
  }
}
