package dev.quittance.anchorer.client;

import dev.quittance.platform.chain.outbox.SettledThrough;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** How far anchoring has come. Changed by the client's thread, read by any. */
final class AnchorProgress {
  private static final double MS_PER_S = 1e3;

  private final SettledThrough settled = new SettledThrough();
  private final AtomicLong periods = new AtomicLong();
  private final AtomicLong lastFinalMs = new AtomicLong();

  /** The periods that are final. */
  SettledThrough settled() {
    return settled;
  }

  /** A period has an anchor record. */
  void arrived(long seq) {
    periods.accumulateAndGet(seq + 1, Math::max);
  }

  /** A period was found final at a time; 0 if it is not known. */
  void finalAt(long atMs) {
    lastFinalMs.accumulateAndGet(atMs, Math::max);
  }

  /** How many periods have an anchor record and are not final. */
  long pending() {
    long done = settled.last().orElse(-1) + 1;
    return Math.max(0, periods.get() - done);
  }

  /** Shows it to operators. */
  void bindTo(MeterRegistry meters) {
    Gauge.builder("quittance.anchor.last.success.timestamp", () -> lastFinalMs.get() / MS_PER_S)
        .baseUnit("seconds")
        .description("When a period was last found final on the chain; 0 before the first")
        .register(meters);
    Gauge.builder("quittance.anchor.pending.periods", this::pending)
        .description("Periods that have an anchor record and are not final on the chain")
        .register(meters);
  }
}
