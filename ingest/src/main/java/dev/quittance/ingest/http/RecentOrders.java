package dev.quittance.ingest.http;

import dev.quittance.planning.document.Hash32;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The contents of the orders that this gateway took last: a reused key is told at once. What fell
 * out of it, or went through another gateway, the topology still refuses. Thread-safe.
 */
final class RecentOrders {
  private final Map<Hash32, Hash32> contents;

  RecentOrders(int capacity) {
    this.contents =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Hash32, Hash32> eldest) {
            return size() > capacity;
          }
        };
  }

  /** Whether the id is known to belong to other content. */
  synchronized boolean hasOtherContent(Hash32 orderId, Hash32 orderHash) {
    Hash32 known = contents.get(orderId);
    return known != null && !known.equals(orderHash);
  }

  /** Notes the content that came first. */
  synchronized void add(Hash32 orderId, Hash32 orderHash) {
    contents.putIfAbsent(orderId, orderHash);
  }
}
