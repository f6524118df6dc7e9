package dev.quittance.explorer.events;

import dev.quittance.platform.events.RuntimeEvent;

/**
 * Told of events in this process.
 *
 * <p>Called after the view shows them, from one thread, in the order in which they were read, each
 * once while the process lives; it must return soon and not throw. What happens while no process
 * listens it does not hear of: for that there are event streams and webhooks.
 */
@FunctionalInterface
public interface RuntimeListener {
  /** An event of one of a tenant's orders, or of the process itself, whose tenant is empty. */
  void on(String tenant, RuntimeEvent event);
}
