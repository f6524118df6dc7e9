package dev.quittance.explorer;

import dev.quittance.explorer.domain.OrderView;
import java.util.List;
import java.util.Optional;

/**
 * One page of a list.
 *
 * @param orders newest first; with a status filter there may be fewer than asked for, or none,
 *     although more follow
 * @param next cursor of the next page; empty when there is none
 */
public record OrderPage(List<OrderView> orders, Optional<String> next) {
  /** Keeps an immutable copy. */
  public OrderPage {
    orders = List.copyOf(orders);
  }
}
