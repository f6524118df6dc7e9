package dev.quittance.bench;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Processor time between two counts of something. One thread counts; another may read when both
 * counts have been passed.
 */
final class CpuWindow {
  private final int from;
  private final int to;
  private final Supplier<Duration> cpu;
  private final LongSupplier clockNs;
  private Duration cpuAtFrom = Duration.ZERO;
  private long fromNs;
  private boolean isBegun;
  private volatile double cores = Double.NaN;

  /**
   * @param cpu processor time so far
   */
  CpuWindow(int from, int to, Supplier<Duration> cpu, LongSupplier clockNs) {
    this.from = from;
    this.to = to;
    this.cpu = cpu;
    this.clockNs = clockNs;
  }

  /** The count is at this, never less than before. */
  void reached(int count) {
    if (!isBegun && count >= from) {
      isBegun = true;
      cpuAtFrom = cpu.get();
      fromNs = clockNs.getAsLong();
    } else if (isBegun && Double.isNaN(cores) && count >= to) {
      double usedNs = cpu.get().minus(cpuAtFrom).toNanos();
      cores = usedNs / Math.max(1, clockNs.getAsLong() - fromNs);
    }
  }

  /** Processors in use between the two counts. */
  double cores() {
    if (Double.isNaN(cores)) {
      throw new IllegalStateException("the count has not come to " + to);
    }
    return cores;
  }
}
