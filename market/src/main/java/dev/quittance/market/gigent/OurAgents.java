package dev.quittance.market.gigent;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Our agents by the ids that Gigent gave them, as far as they are registered. For any thread. */
final class OurAgents {
  private final Map<String, GigentSettings.Agent> byGigentId = new ConcurrentHashMap<>();

  private final Map<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();

  void registered(String gigentId, GigentSettings.Agent agent) {
    byGigentId.put(gigentId, agent);
  }

  Optional<GigentSettings.Agent> of(String gigentId) {
    return Optional.ofNullable(byGigentId.get(gigentId));
  }

  /** How many of an agent's orders are claimed and not delivered, as far as is known here. */
  int inFlight(GigentSettings.Agent agent) {
    return Math.max(0, counter(agent).get());
  }

  void setInFlight(GigentSettings.Agent agent, int count) {
    counter(agent).set(count);
  }

  void add(GigentSettings.Agent agent, int count) {
    counter(agent).addAndGet(count);
  }

  private AtomicInteger counter(GigentSettings.Agent agent) {
    return inFlight.computeIfAbsent(agent.id(), _ -> new AtomicInteger());
  }

  /** Whether all of these are registered. */
  boolean areAll(int count) {
    return byGigentId.size() >= count;
  }
}
