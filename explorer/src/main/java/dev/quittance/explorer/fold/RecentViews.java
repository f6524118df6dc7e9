package dev.quittance.explorer.fold;

import dev.quittance.explorer.domain.OrderView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The views that were written last, so that an order on its way is not read back and decoded for
 * each of its records. Whoever writes the store alone may use it, and must clear it when a write
 * did not take place. Not thread-safe.
 */
public final class RecentViews {
  private final Map<String, OrderView> views;

  /** Keeps at most so many, those used longest ago go first. */
  public RecentViews(int capacity) {
    this.views =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, OrderView> eldest) {
            return size() > capacity;
          }
        };
  }

  /** Forgets everything. */
  public void clear() {
    views.clear();
  }

  Optional<OrderView> find(String orderId) {
    return Optional.ofNullable(views.get(orderId));
  }

  void keep(OrderView view) {
    views.put(view.orderId(), view);
  }
}
