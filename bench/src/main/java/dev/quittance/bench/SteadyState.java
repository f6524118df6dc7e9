package dev.quittance.bench;

import java.util.Arrays;

/**
 * A backlog of calls without its ends: while the first calls are begun, and once nothing is left to
 * begin, fewer calls are under way than could be.
 *
 * @param rampUpS from the append of the first task until as many results as calls in flight are
 *     appended
 * @param steadyS from then until only as many results are missing
 * @param tailS from then to the last result
 * @param results appended in the steady time
 */
public record SteadyState(double rampUpS, double steadyS, double tailS, int results) {
  /**
   * Takes a backlog apart.
   *
   * @param firstMs append of the first task
   * @param resultsMs append of each result, in any order; more than twice {@code inFlight}
   */
  static SteadyState of(long firstMs, long[] resultsMs, int inFlight) {
    int last = resultsMs.length - 1;
    if (inFlight < 1 || resultsMs.length <= 2 * inFlight) {
      throw new IllegalArgumentException(
          "%d results with %d in flight have no steady state"
              .formatted(resultsMs.length, inFlight));
    }
    long[] sorted = resultsMs.clone();
    Arrays.sort(sorted);
    long fromMs = sorted[inFlight - 1];
    long toMs = sorted[last - inFlight];
    return new SteadyState(
        (fromMs - firstMs) / 1e3,
        Math.max(1, toMs - fromMs) / 1e3,
        (sorted[last] - toMs) / 1e3,
        resultsMs.length - 2 * inFlight);
  }

  /** Results per second of the steady time. */
  public double perSecond() {
    return results / steadyS;
  }
}
