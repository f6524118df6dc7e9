package dev.quittance.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.HdrHistogram.Histogram;

/**
 * How long orders took to their receipts under a steady load.
 *
 * @param offeredPerSecond the load: each order is due at a time that doesn't depend on the others
 * @param donePerSecond receipts over the time that they took
 * @param appended from the append of the order request to the append of the receipt
 * @param seen from when the order was due to when a read-committed consumer had its receipt
 */
public record Latency(
    double offeredPerSecond, double donePerSecond, Percentiles appended, Percentiles seen) {
  private static final double KEPT_UP = 0.97;

  /** Whether the line kept up, so that the times are those of a line and not of a backlog. */
  public boolean isSustained() {
    return donePerSecond >= offeredPerSecond * KEPT_UP;
  }

  /** Milliseconds. */
  public record Percentiles(double p50, double p99, double max) {
    static Percentiles ofMicros(Histogram micros) {
      return new Percentiles(
          micros.getValueAtPercentile(50) / 1e3,
          micros.getValueAtPercentile(99) / 1e3,
          micros.getMaxValue() / 1e3);
    }

    /** What is left of each without a time that was known before. */
    Percentiles minus(double ms) {
      return new Percentiles(p50 - ms, p99 - ms, max - ms);
    }

    void write(ObjectNode json) {
      json.put("p50", p50).put("p99", p99).put("max", max);
    }
  }
}
