package dev.quittance.market.agentl2.deliver;

import dev.quittance.market.agentl2.follow.ExpiredOrders;
import dev.quittance.market.agentl2.follow.MarketOrder;
import java.time.Duration;
import java.util.Optional;

/** What can be done for an order, as it stands on the chain; pure. */
public sealed interface Standing {
  /** How much the chain's clock may differ from the line's. */
  Duration CLOCKS = Duration.ofMinutes(10);

  /** It can be completed. */
  record Open() implements Standing {}

  /** It is completed. */
  record Completed(String resultUri) implements Standing {}

  /** It may be again: it is disputed. */
  record Disputed() implements Standing {}

  /** The chain does not have it, at least not now. */
  record Missing() implements Standing {}

  /** It can't be completed any more. */
  record Over(String why) implements Standing {}

  /**
   * Judges an order.
   *
   * @param nowMs the chain's time, unix ms
   */
  static Standing of(Optional<MarketOrder> order, long nowMs) {
    return order.map(found -> of(found, nowMs)).orElseGet(Missing::new);
  }

  private static Standing of(MarketOrder order, long nowMs) {
    return switch (order.status()) {
      case PENDING, DISPUTE_RESOLVED ->
          order.isExpired(nowMs)
              ? new Over(
                  "its deadline passed before its completion was on the chain: "
                      + ExpiredOrders.TO_DO)
              : new Open();
      case COMPLETED -> new Completed(order.resultUri());
      case DISPUTED -> new Disputed();
      case CANCELLED -> new Over("its buyer has cancelled it");
      case REFUNDED -> new Over("its buyer has the money back");
    };
  }

  /**
   * Whether a final block without an order shows that a reorg has taken it: the order was on the
   * chain before it was begun, so before its result was made.
   *
   * @param finalizedMs the block's time, unix ms
   * @param completedAtMs when the order ended in the line, unix ms
   */
  static boolean isTaken(long finalizedMs, long completedAtMs) {
    return finalizedMs > completedAtMs + CLOCKS.toMillis();
  }
}
