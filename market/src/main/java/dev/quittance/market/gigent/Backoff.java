package dev.quittance.market.gigent;

import java.time.Duration;

/** Pauses between tries while the back end does not answer: twice as long each time. */
final class Backoff {
  private static final long FIRST_MS = 250;
  private static final long LONGEST_MS = 10_000;

  private long nextMs = FIRST_MS;

  /** The pause before the next try. */
  Duration next() {
    long pauseMs = nextMs;
    nextMs = Math.min(LONGEST_MS, nextMs * 2);
    return Duration.ofMillis(pauseMs);
  }

  /** It answers again. */
  void reset() {
    nextMs = FIRST_MS;
  }
}
