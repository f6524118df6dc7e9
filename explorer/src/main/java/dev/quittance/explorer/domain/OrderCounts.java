package dev.quittance.explorer.domain;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Numbers of orders. Immutable.
 *
 * @param byStatus orders in each status; every status has an entry
 * @param proven orders whose every outcome has its receipt, refused and failed ones included
 * @param settled orders with a settlement
 * @param anchored orders whose every receipt is in a final period, refused and failed ones included
 */
public record OrderCounts(
    Map<OrderStatus, Long> byStatus, long proven, long settled, long anchored) {
  /** Keeps an immutable copy that has every status. */
  public OrderCounts {
    Map<OrderStatus, Long> all = new EnumMap<>(OrderStatus.class);
    for (OrderStatus status : OrderStatus.values()) {
      all.put(status, byStatus.getOrDefault(status, 0L));
    }
    byStatus = Collections.unmodifiableMap(all);
  }

  /** No orders. */
  public static OrderCounts none() {
    return new OrderCounts(Map.of(), 0, 0, 0);
  }

  /** With one order more. */
  public OrderCounts plus(OrderView view) {
    return with(view, 1);
  }

  /** With one order less. */
  public OrderCounts minus(OrderView view) {
    return with(view, -1);
  }

  /** All orders. */
  public long total() {
    return byStatus.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Orders on which the work is over. */
  public long terminal() {
    return byStatus.entrySet().stream()
        .filter(entry -> entry.getKey().isTerminal())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private OrderCounts with(OrderView view, int sign) {
    Map<OrderStatus, Long> changed = new EnumMap<>(byStatus);
    changed.merge(view.status(), (long) sign, Long::sum);
    return new OrderCounts(
        changed,
        proven + (view.isProvenWhole() ? sign : 0),
        settled + (view.settlement() != null ? sign : 0),
        anchored + (view.isAnchoredWhole() ? sign : 0));
  }
}
