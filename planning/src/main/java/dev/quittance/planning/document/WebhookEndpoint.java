package dev.quittance.planning.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a tenant wants to be told of its orders' events. The secret that signs is derived from the
 * line's keys and is in no document.
 *
 * @param id of the endpoint, unique in the tenant
 * @param url absolute http or https URL
 * @param events names of the wanted events; null for all
 */
public record WebhookEndpoint(String id, String url, @Nullable List<String> events) {
  /** Keeps an immutable copy. */
  public WebhookEndpoint {
    events = events == null ? null : List.copyOf(events);
  }

  /** Whether it is told of this event. */
  public boolean wants(String event) {
    return events == null || events.contains(event);
  }

  static WebhookEndpoint read(MemberReader members) {
    return new WebhookEndpoint(
        members.text("id", Shape.ID),
        members.text("url", Shape.URL),
        members.optionalTexts("events", Shape.EVENT, Limits.STEPS));
  }

  CanonicalJson json() {
    return new ObjectWriter().put("id", id).put("url", url).texts("events", events).canonical();
  }
}
