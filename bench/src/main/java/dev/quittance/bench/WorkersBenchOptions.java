package dev.quittance.bench;

/**
 * What to measure of the workers.
 *
 * @param calls tasks of the measured backlog; at least three times {@code inFlight}, so that
 *     something is left between the first and the last of them
 * @param inFlight most calls at the same time
 * @param latencyMs how long the other side takes for each call
 * @param seconds length of the delay measurement
 */
public record WorkersBenchOptions(int calls, int inFlight, int latencyMs, int seconds) {
  private static final int LEAST_ROUNDS = 3;

  /** Checks the ranges. */
  public WorkersBenchOptions {
    requireAtLeast(1, "in-flight", inFlight);
    requireAtLeast(LEAST_ROUNDS * inFlight, "calls", calls);
    requireAtLeast(1, "latency-ms", latencyMs);
    requireAtLeast(1, "seconds", seconds);
  }

  /** What the workers would do if nothing but the other side took time, calls per second. */
  public double ideal() {
    return inFlight * 1e3 / latencyMs;
  }

  /** Tasks that are let through before anything is measured. */
  int warmUp() {
    return 2 * inFlight;
  }

  private static void requireAtLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ": " + value);
    }
  }
}
