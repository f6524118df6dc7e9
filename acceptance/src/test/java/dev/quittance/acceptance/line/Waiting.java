package dev.quittance.acceptance.line;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other processes do. */
public final class Waiting {
  private static final Duration POLL = Duration.ofMillis(100);

  private Waiting() {}

  /**
   * Waits until something holds; gives how long that took.
   *
   * @param state what to show when it never holds
   */
  public static Duration until(
      String what, Duration timeout, BooleanSupplier condition, Supplier<String> state) {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begun > timeout.toNanos()) {
        throw new AssertionError(
            "waited %d s for %s%n%s".formatted(timeout.toSeconds(), what, state.get()));
      }
      pause(POLL);
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** Sleeps. */
  public static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
