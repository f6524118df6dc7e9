package dev.quittance.bench;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What to measure.
 *
 * @param orders backlog of the line per round; the bare chain gets {@link #CHAIN_FACTOR} times as
 *     many records
 * @param rate orders per second of the first latency measurement; the second one is at half of what
 *     the line was seen to do
 * @param seconds length of each latency measurement
 * @param rounds how often chain and line are measured in turn
 * @param lanes partitions of both
 * @param profiles folder for profiles of each measured phase; empty to measure without profiler
 */
public record LineBenchOptions(
    int orders, int rate, int seconds, int rounds, int lanes, Optional<Path> profiles) {
  /** The chain is so much faster that it needs more records to be measured as long. */
  public static final int CHAIN_FACTOR = 10;

  /** Checks the ranges. */
  public LineBenchOptions {
    requirePositive("orders", orders);
    requirePositive("rate", rate);
    requirePositive("seconds", seconds);
    requirePositive("rounds", rounds);
    requirePositive("lanes", lanes);
  }

  /** Orders that are let through before anything is measured. */
  int warmUp() {
    return Math.max(20, orders / 4);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1: " + value);
    }
  }
}
