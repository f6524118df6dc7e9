package dev.quittance.cli.up;

import java.time.Duration;

/**
 * How long to wait before a process is started again: briefly the first time, twice as long with
 * each death that follows soon.
 *
 * @param deaths in a row
 */
record Backoff(int deaths) {
  static final Duration SHORTEST = Duration.ofMillis(250);
  static final Duration LONGEST = Duration.ofSeconds(30);

  /** A process that has been up for so long does not die of its start. */
  static final Duration SETTLED = Duration.ofMinutes(1);

  static Backoff none() {
    return new Backoff(0);
  }

  /** After a process died that had been up for a while. */
  Backoff afterDeath(Duration up) {
    return new Backoff(up.compareTo(SETTLED) > 0 ? 1 : deaths + 1);
  }

  /** The wait. */
  Duration pause() {
    if (deaths == 0) {
      return Duration.ZERO;
    }
    Duration pause = SHORTEST.multipliedBy(1L << Math.min(deaths - 1, 16));
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }
}
