package dev.quittance.bench;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What to measure.
 *
 * @param orders orders of each round, at saturation
 * @param connections that are kept open, each with one request at a time
 * @param seconds length of each measurement of delays
 * @param rounds how often gateway and bare server are measured in turn
 * @param isNoisy whether to measure a tenant beside a noisy one, too
 * @param profiles folder for profiles of the gateway; empty to measure without profiler
 */
public record GatewayBenchOptions(
    int orders,
    int connections,
    int seconds,
    int rounds,
    boolean isNoisy,
    Optional<Path> profiles) {
  /** The gateway lets one tenant have half of its 1,024 places. */
  private static final int MOST_CONNECTIONS = 512;

  private static final int MOST_WARM_UP = 100_000;

  /** Checks the ranges. */
  public GatewayBenchOptions {
    requireRange("orders", orders, 1_000_000);
    requireRange("connections", connections, MOST_CONNECTIONS);
    requireRange("seconds", seconds, 600);
    requireRange("rounds", rounds, 100);
  }

  /**
   * Orders that are sent before anything is measured: compiling takes its time on one processor.
   */
  int warmUp() {
    return Math.min(MOST_WARM_UP, 4 * orders);
  }

  private static void requireRange(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + " must be from 1 to " + most + ": " + value);
    }
  }
}
