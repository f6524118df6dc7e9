package dev.quittance.platform.blob.remote;

import java.time.Duration;

/**
 * How much is asked of a store elsewhere, and how often.
 *
 * @param timeout of one request, its answer's last byte included
 * @param attempts at each request, from 1
 * @param firstPause between the first two attempts; each later one is twice as long
 * @param longestPause the longest one
 * @param answerBytes the longest answer
 */
public record Patience(
    Duration timeout, int attempts, Duration firstPause, Duration longestPause, int answerBytes) {
  private static final int ANSWER_BYTES = 64 * 1024 * 1024;

  /** Five attempts within some seconds, for answers of at most 64 MiB. */
  public static Patience usual(Duration timeout) {
    return new Patience(timeout, 5, Duration.ofMillis(200), Duration.ofSeconds(5), ANSWER_BYTES);
  }

  /** How long to wait after an attempt, from 1. */
  Duration pauseAfter(int attempt) {
    Duration pause = firstPause.multipliedBy(1L << Math.min(attempt - 1, 20));
    return pause.compareTo(longestPause) > 0 ? longestPause : pause;
  }
}
