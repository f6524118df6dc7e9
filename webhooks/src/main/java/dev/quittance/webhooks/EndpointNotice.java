package dev.quittance.webhooks;

import dev.quittance.platform.events.EventTypes;
import dev.quittance.webhooks.domain.Endpoint;
import dev.quittance.webhooks.domain.Message;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Messages that are about the endpoint itself: {@code endpointId} is in the place of an order. */
final class EndpointNotice {
  /** The type of the message that a tenant asks for to try an endpoint. */
  private static final String TEST = "test";

  private EndpointNotice() {}

  /** It is told of events from now on. */
  static Message started(String messageId, Endpoint endpoint, long atMs) {
    return of(messageId, EventTypes.STARTED, endpoint, atMs);
  }

  /** Somebody tries it. */
  static Message test(String messageId, Endpoint endpoint, long atMs) {
    return of(messageId, TEST, endpoint, atMs);
  }

  private static Message of(String messageId, String type, Endpoint endpoint, long atMs) {
    String body =
        new JsonObject()
            .put("type", type)
            .put("timestamp", Instant.ofEpochMilli(atMs).toString())
            .put(
                "data",
                new JsonObject().put("endpointId", endpoint.id()).put("tenant", endpoint.tenant()))
            .encode();
    return Message.of(messageId, type, body, atMs);
  }
}
