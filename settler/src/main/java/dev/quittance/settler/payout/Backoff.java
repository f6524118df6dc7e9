package dev.quittance.settler.payout;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * When batches that could not be paid in full are tried again: after 5 s, then 10 s, 20 s … up to
 * 10 min. Not thread-safe; forgotten with the process.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int LAST_DOUBLING = 7;

  private final Map<Batch, Pause> pauses = new HashMap<>();

  private record Pause(int failures, Instant until) {}

  /** One more failure of a batch. */
  void failed(Batch batch, Instant now) {
    Pause before = pauses.get(batch);
    int failures = before == null ? 0 : before.failures();
    Duration pause = FIRST.multipliedBy(1L << Math.min(failures, LAST_DOUBLING));
    Duration bounded = pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    pauses.put(batch, new Pause(failures + 1, now.plus(bounded)));
  }

  /** Whether a batch must not be tried yet. */
  boolean isPausing(Batch batch, Instant now) {
    Pause pause = pauses.get(batch);
    return pause != null && now.isBefore(pause.until());
  }

  /** A batch is paid. */
  void forget(Batch batch) {
    pauses.remove(batch);
  }
}
