package dev.quittance.executor.domain.admission;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A limit's permits, and the queues that stand before it because it has none left. Tenants take
 * turns; the queues of one tenant stand in the order of arrival of their heads. Not thread-safe.
 */
final class Gate {
  private final Limit limit;
  private final int permits;
  private int held;
  private int queues;
  private final Map<String, NavigableMap<Long, WaitingQueue>> turns = new LinkedHashMap<>();

  Gate(Limit limit, int permits) {
    this.limit = limit;
    this.permits = permits;
  }

  Limit limit() {
    return limit;
  }

  boolean hasRoom() {
    return held < permits;
  }

  /** Nobody holds a permit, and no queue has to pass here. */
  boolean isIdle() {
    return held == 0 && queues == 0;
  }

  /** A queue has to pass here, wherever it stands. */
  void queueOpened() {
    queues++;
  }

  /** A queue that had to pass here is no more. */
  void queueClosed() {
    queues--;
  }

  void take() {
    held++;
  }

  void giveBack() {
    held--;
  }

  /** The queue whose turn it is. */
  Optional<WaitingQueue> next() {
    return turns.isEmpty()
        ? Optional.empty()
        : Optional.of(turns.values().iterator().next().firstEntry().getValue());
  }

  /** Lets a queue stand here, behind all of its tenant's that came before. */
  void add(WaitingQueue queue) {
    turns.computeIfAbsent(queue.tenant(), _ -> new TreeMap<>()).put(queue.headArrival(), queue);
  }

  /** Takes a queue away; must be called before its head changes. */
  void remove(WaitingQueue queue) {
    NavigableMap<Long, WaitingQueue> ofTenant = turns.get(queue.tenant());
    if (ofTenant == null || ofTenant.remove(queue.headArrival()) == null) {
      throw new IllegalStateException(queue + " does not stand before " + limit);
    }
    if (ofTenant.isEmpty()) {
      turns.remove(queue.tenant());
    }
  }

  /** The tenant had its turn: all others come before its next one. */
  void endTurn(String tenant) {
    NavigableMap<Long, WaitingQueue> ofTenant = turns.remove(tenant);
    if (ofTenant != null) {
      turns.put(tenant, ofTenant);
    }
  }
}
