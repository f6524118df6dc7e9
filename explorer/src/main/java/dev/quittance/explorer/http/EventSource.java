package dev.quittance.explorer.http;

import dev.quittance.explorer.OrderViews;
import dev.quittance.explorer.domain.OrderView;
import dev.quittance.explorer.events.Journal;
import dev.quittance.explorer.events.Position;
import dev.quittance.planning.document.Hash32;
import java.util.List;

/** Where a stream's events are read; blocks for disk reads. */
@FunctionalInterface
interface EventSource {
  /** What comes after a position. */
  Next next(Position position);

  /**
   * Some events.
   *
   * @param isOver whether none will follow these
   */
  record Next(List<Journal.Entry> entries, boolean isOver) {
    public Next {
      entries = List.copyOf(entries);
    }
  }

  /** A tenant's events, which never end. */
  static EventSource ofTenant(OrderViews views, String tenant) {
    return position -> new Next(views.eventsOf(tenant, position), false);
  }

  /** An order's events. The view is asked first: what it shows as over has all its events. */
  static EventSource ofOrder(OrderViews views, Hash32 orderId) {
    return position -> {
      boolean isOver = views.find(orderId).filter(EventSource::isSettled).isPresent();
      return new Next(views.eventsOf(orderId, position), isOver);
    };
  }

  /** Topics are read independently: the end may be known before the beginning is. */
  private static boolean isSettled(OrderView view) {
    return view.settlement() != null
        && view.isProvenWhole()
        && (view.settlement().steps() == 0 || (view.accepted() != null && view.plan() != null));
  }
}
