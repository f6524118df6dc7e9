package dev.quittance.webhooks.domain;

import java.util.List;
import java.util.Optional;

/**
 * Where a tenant wants to be told of its orders.
 *
 * @param events types of events that it is told of; none for all
 * @param secretVersion number of the secret that signs
 * @param rotatedAtMs when it took the place of the one before, unix ms; 0 for the first
 * @param disabled why it is told of nothing; empty while it is enabled
 * @param createdAtMs when it was registered, unix ms: it is told of what happened since
 * @param overflow when messages for it ended unsent
 */
public record Endpoint(
    String id,
    String tenant,
    String url,
    List<String> events,
    int secretVersion,
    long rotatedAtMs,
    Optional<String> disabled,
    long createdAtMs,
    Overflow overflow) {
  /** Keeps an immutable copy. */
  public Endpoint {
    events = List.copyOf(events);
  }

  /** A new one. */
  public static Endpoint registered(
      String id, String tenant, String url, List<String> events, long atMs) {
    return new Endpoint(id, tenant, url, events, 1, 0, Optional.empty(), atMs, Overflow.NONE);
  }

  /** Whether it is told of anything. */
  public boolean isEnabled() {
    return disabled.isEmpty();
  }

  /** Whether it is told of an event. */
  public boolean wants(String type, long atMs) {
    return isEnabled() && atMs >= createdAtMs && (events.isEmpty() || events.contains(type));
  }

  /** It is told of nothing any more. */
  public Endpoint disabled(String why) {
    return new Endpoint(
        id,
        tenant,
        url,
        events,
        secretVersion,
        rotatedAtMs,
        Optional.of(why),
        createdAtMs,
        overflow);
  }

  /** It is told again. */
  public Endpoint enabled() {
    return new Endpoint(
        id,
        tenant,
        url,
        events,
        secretVersion,
        rotatedAtMs,
        Optional.empty(),
        createdAtMs,
        overflow);
  }

  /** The next secret signs; the same rotation once more changes nothing. */
  public Endpoint rotated(int version, long atMs) {
    return version == secretVersion + 1
        ? new Endpoint(id, tenant, url, events, version, atMs, disabled, createdAtMs, overflow)
        : this;
  }

  /** Messages for it end unsent, or don't any more. */
  public Endpoint overflowing(Overflow now) {
    return new Endpoint(
        id, tenant, url, events, secretVersion, rotatedAtMs, disabled, createdAtMs, now);
  }
}
