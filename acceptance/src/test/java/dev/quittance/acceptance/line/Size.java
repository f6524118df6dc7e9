package dev.quittance.acceptance.line;

import java.time.Duration;

/**
 * How much a test does.
 *
 * @param orders that are placed while processes die
 * @param killsPerStage how often each process is killed
 * @param outage how long a part of the cluster is away
 */
public record Size(int orders, int killsPerStage, Duration outage) {
  private static final String PROPERTY = "quittance.full";

  /** In full with the Maven profile {@code full}, else scaled down. */
  public static Size current() {
    return Boolean.getBoolean(PROPERTY)
        ? new Size(2000, 2, Duration.ofSeconds(60))
        : new Size(120, 1, Duration.ofSeconds(15));
  }
}
