package dev.quittance.market.gigent;

import dev.quittance.market.domain.EventKind;
import dev.quittance.market.domain.MarketEvent;
import dev.quittance.planning.document.Hash32;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The orders of one marketplace that an operator lets be accepted. Safe for any thread. */
final class Approvals {
  private final String market;
  private final Set<Hash32> approved = ConcurrentHashMap.newKeySet();

  Approvals(String market) {
    this.market = market;
  }

  void take(MarketEvent event) {
    if (event.kind() == EventKind.ACCEPT_APPROVED && event.market().equals(market)) {
      approved.add(event.orderId());
    }
  }

  boolean isApproved(Hash32 orderId) {
    return approved.contains(orderId);
  }
}
