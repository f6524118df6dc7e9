package dev.quittance.explorer;

import dev.quittance.explorer.domain.OrderStatus;
import dev.quittance.explorer.domain.OrderView;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which orders to list, newest first.
 *
 * @param tenant only this tenant's
 * @param status only those in this status
 * @param service only those with a step of this service
 * @param sinceMs only those received at this time or later, unix ms
 * @param untilMs only those received at this time or earlier, unix ms
 * @param limit at most so many, from 1 to {@link #MAX_LIMIT}
 * @param cursor where an earlier page ended
 */
public record OrderFilter(
    Optional<String> tenant,
    Optional<OrderStatus> status,
    Optional<String> service,
    OptionalLong sinceMs,
    OptionalLong untilMs,
    int limit,
    Optional<String> cursor) {
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
    return new OrderFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        limit,
        Optional.empty());
  }

  /** Whether an order of the wanted tenant and time is wanted. */
  boolean takes(OrderView view) {
    return status.map(view.status()::equals).orElse(true)
        && service.map(view::asksFor).orElse(true);
  }
}
