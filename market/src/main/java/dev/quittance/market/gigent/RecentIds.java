package dev.quittance.market.gigent;

import java.util.LinkedHashMap;
import java.util.Map;

/** The ids that were added last, so many of them. Safe for any number of threads. */
final class RecentIds {
  private static final int MOST = 100_000;

  private final Map<String, Boolean> ids =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST;
        }
      };

  /** Adds an id; says whether it is new. */
  synchronized boolean add(String id) {
    return ids.put(id, true) == null;
  }

  synchronized boolean contains(String id) {
    return ids.containsKey(id);
  }

  synchronized void remove(String id) {
    ids.remove(id);
  }
}
