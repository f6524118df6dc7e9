package dev.quittance.explorer.events;

import dev.quittance.platform.events.RuntimeEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes those who wait for a tenant's events once they can be read, and tells listeners of them.
 * Any number of threads may subscribe; one thread tells.
 */
public final class EventFeed {
  private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

  private final Map<String, Set<Runnable>> waiting = new ConcurrentHashMap<>();
  private final List<RuntimeListener> listeners = new CopyOnWriteArrayList<>();

  /** A tenant's event. */
  public record Told(String tenant, RuntimeEvent event) {}

  /** Calls {@code wake} whenever there is more for a tenant, until the subscription is closed. */
  public Subscription subscribe(String tenant, Runnable wake) {
    waiting.computeIfAbsent(tenant, _ -> ConcurrentHashMap.newKeySet()).add(wake);
    return () ->
        waiting.computeIfPresent(
            tenant,
            (_, others) -> {
              others.remove(wake);
              return others.isEmpty() ? null : others;
            });
  }

  /** Ends a subscription. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /** Adds a listener, and tells it that this process has started. */
  public void listen(RuntimeListener listener, RuntimeEvent.Started started) {
    tell(listener, new Told("", started));
    listeners.add(listener);
  }

  /** Events that can be read from now on. */
  public void tell(List<Told> events) {
    Set<String> tenants = new LinkedHashSet<>();
    for (Told told : events) {
      tenants.add(told.tenant());
      listeners.forEach(listener -> tell(listener, told));
    }
    for (String tenant : tenants) {
      waiting.getOrDefault(tenant, Set.of()).forEach(Runnable::run);
    }
  }

  private static void tell(RuntimeListener listener, Told told) {
    try {
      listener.on(told.tenant(), told.event());
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).addKeyValue("event", told.event().name()).log("a listener failed");
    }
  }
}
