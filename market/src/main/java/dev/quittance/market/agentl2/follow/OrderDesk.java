package dev.quittance.market.agentl2.follow;

import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Makes the line's orders of the marketplace's.
 *
 * @param <H> an order in the form in which the line takes it
 */
public interface OrderDesk<H> {
  /** Whether an order's input is there, or need not be waited for longer. */
  boolean isDue(Tracked order, long nowMs);

  /**
   * Makes orders for the line; the same of the same. One that needs what a stranger's host does not
   * give now is left out, to be asked for again: the others don't wait for it.
   *
   * @return what was made, by the ids of the orders
   * @throws IOException if nothing can be made now
   */
  Map<Bytes32, H> compose(List<MarketOrder> orders) throws IOException;
}
