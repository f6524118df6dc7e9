package dev.quittance.market;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/**
 * What this process counts of one marketplace. Safe for any number of threads.
 *
 * @param meters where it counts
 * @param market the marketplace, the {@code source} of its orders
 */
public record MarketMeters(MeterRegistry meters, String market) {
  /** What can become of a foreign order here. */
  public enum Outcome {
    /** It was brought into the line. */
    TAKEN_IN("taken-in"),
    /** Its buyer, its marketplace or a reorg took it back, so that nothing is delivered. */
    WITHDRAWN("withdrawn"),
    /** Its result is with the marketplace. */
    DELIVERED("delivered"),
    /** Its result waits for an operator. */
    HELD("held"),
    /** The marketplace takes no result of it. */
    REFUSED("refused"),
    /** There is no result, and the marketplace was told so. */
    FAILED("failed");

    private final String label;

    Outcome(String label) {
      this.label = label;
    }
  }

  /** Counts an order. */
  public void count(Outcome outcome) {
    Counter.builder("quittance.market.orders")
        .description("Foreign orders by what became of them; again where a process died meanwhile")
        .tag("market", market)
        .tag("outcome", outcome.label)
        .register(meters)
        .increment();
  }

  /**
   * Shows how deliveries stand.
   *
   * @param inFlight those whose deliverer is at work
   * @param waiting those that wait for a place, or to be tried again
   */
  void showDeliveries(IntSupplier inFlight, IntSupplier waiting) {
    Gauge.builder("quittance.market.deliveries.in.flight", inFlight::getAsInt)
        .description("Deliveries that are being made in this process")
        .tag("market", market)
        .register(meters);
    Gauge.builder("quittance.market.deliveries.waiting", waiting::getAsInt)
        .description("Deliveries without an outcome that wait for a place or their next try")
        .tag("market", market)
        .register(meters);
  }

  /**
   * Shows how far a follower of a chain is behind.
   *
   * @param blocks after the last one that was handled; NaN while this process doesn't follow
   */
  public void showFollowerLag(DoubleSupplier blocks) {
    Gauge.builder("quittance.market.follower.lag.blocks", blocks::getAsDouble)
        .description("Blocks of the marketplace's chain after the last one that was handled")
        .tag("market", market)
        .register(meters);
  }
}
