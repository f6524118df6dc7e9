package dev.quittance.market.agentl2.follow;

import java.io.IOException;
import java.util.List;

/**
 * Makes the line's orders of the marketplace's.
 *
 * @param <H> an order in the form in which the line takes it
 */
public interface OrderDesk<H> {
  /** Whether an order's input is there, or need not be waited for longer. */
  boolean isDue(Tracked order, long nowMs);

  /**
   * Makes orders for the line; the same of the same.
   *
   * @throws IOException if something that they need can't be had now
   */
  List<H> compose(List<MarketOrder> orders) throws IOException;
}
