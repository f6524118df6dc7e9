package dev.quittance.market.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of an order that a foreign marketplace brought in. Its parts come from different
 * topics, so any of them may be seen first.
 *
 * @param origin where it came from
 * @param receipts in the order of the log, one per step
 * @param end how it has ended
 * @param isStopped whether the marketplace wants no result, at present
 * @param isReleased whether an operator released its result
 * @param isHandedOut whether its delivery was handed out already
 */
public record MarketOrder(
    Optional<Origin> origin,
    List<CitedReceipt> receipts,
    Optional<End> end,
    boolean isStopped,
    boolean isReleased,
    boolean isHandedOut) {
  /** An order that nothing is known of. */
  public static final MarketOrder UNKNOWN =
      new MarketOrder(Optional.empty(), List.of(), Optional.empty(), false, false, false);

  /** Keeps an immutable copy of the receipts. */
  public MarketOrder {
    receipts = List.copyOf(receipts);
  }

  /** Where an order came from. */
  public record Origin(String market, String sourceId, String tenant) {}

  /**
   * How an order ended in the line.
   *
   * @param verdict the code of its settlement's verdict
   * @param steps how many receipts of steps it has; 0 when it ended as a whole
   */
  public record End(int verdict, int steps) {}

  MarketOrder from(Origin known) {
    return new MarketOrder(Optional.of(known), receipts, end, isStopped, isReleased, isHandedOut);
  }

  MarketOrder with(CitedReceipt receipt) {
    List<CitedReceipt> more = new ArrayList<>(receipts);
    more.add(receipt);
    return new MarketOrder(origin, more, end, isStopped, isReleased, isHandedOut);
  }

  MarketOrder ended(End known) {
    return new MarketOrder(
        origin, receipts, Optional.of(known), isStopped, isReleased, isHandedOut);
  }

  MarketOrder stopped(boolean stopped) {
    return new MarketOrder(origin, receipts, end, stopped, isReleased, isHandedOut);
  }

  MarketOrder released() {
    return new MarketOrder(origin, receipts, end, isStopped, true, isHandedOut);
  }

  MarketOrder handedOut() {
    return new MarketOrder(origin, receipts, end, isStopped, isReleased, true);
  }
}
