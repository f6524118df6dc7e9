package dev.quittance.explorer;

import dev.quittance.explorer.domain.OrderStatus;
import java.util.Optional;

/**
 * Which orders to list, newest first.
 *
 * @param tenant only this tenant's
 * @param status only those in this status
 * @param limit at most so many, from 1 to {@link #MAX_LIMIT}
 * @param cursor where an earlier page ended
 */
public record OrderFilter(
    Optional<String> tenant, Optional<OrderStatus> status, int limit, Optional<String> cursor) {
  /** The most orders of one page. */
  public static final int MAX_LIMIT = 500;

  /** Checks the limit. */
  public OrderFilter {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit must be from 1 to " + MAX_LIMIT + ": " + limit);
    }
  }

  /** The newest orders of all tenants. */
  public static OrderFilter newest(int limit) {
    return new OrderFilter(Optional.empty(), Optional.empty(), limit, Optional.empty());
  }
}
