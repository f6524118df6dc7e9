package dev.quittance.webhooks;

import dev.quittance.schemas.avro.WebhookAttempt;
import dev.quittance.webhooks.avro.WebhookRecords;
import dev.quittance.webhooks.domain.Endpoint;
import dev.quittance.webhooks.domain.Overflow;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Endpoints and attempts as the API shows them. */
final class WebhookJson {
  private WebhookJson() {}

  /** An endpoint, without its secret. */
  static JsonObject of(Endpoint endpoint) {
    JsonObject json =
        new JsonObject()
            .put("id", endpoint.id())
            .put("url", endpoint.url())
            .put("events", new JsonArray(endpoint.events()))
            .put("enabled", endpoint.isEnabled())
            .put("secretVersion", endpoint.secretVersion())
            .put("createdAt", time(endpoint.createdAtMs()));
    endpoint.disabled().ifPresent(why -> json.put("disabledBecause", why));
    if (endpoint.overflow().isSome()) {
      json.put("overflow", of(endpoint.overflow()));
    }
    return json;
  }

  private static JsonObject of(Overflow overflow) {
    JsonObject json = new JsonObject().put("from", time(overflow.fromMs()));
    if (!overflow.isOpen()) {
      json.put("until", time(overflow.untilMs()));
    }
    return json;
  }

  /** A page of the delivery log. */
  static JsonObject of(AttemptLog.Page page) {
    JsonArray attempts = new JsonArray();
    page.attempts().forEach(attempt -> attempts.add(of(attempt)));
    JsonObject json = new JsonObject().put("attempts", attempts);
    page.next().ifPresent(next -> json.put("next", Long.toString(next)));
    return json;
  }

  private static JsonObject of(WebhookAttempt attempt) {
    JsonObject json =
        new JsonObject()
            .put("messageId", attempt.getMessageId())
            .put("type", attempt.getEventType())
            .put("attempt", attempt.getAttempt())
            .put("delivered", attempt.getStatus() / 100 == 2)
            .put("outcome", outcome(attempt))
            .put("at", time(attempt.getAt()))
            .put("durationMs", attempt.getDurationMs());
    if (attempt.getStatus() != 0) {
      json.put("status", attempt.getStatus());
    }
    if (!attempt.getError().isEmpty()) {
      json.put("error", attempt.getError());
    }
    if (attempt.getNextAt() != 0) {
      json.put("nextAttemptAt", time(attempt.getNextAt()));
    }
    return json;
  }

  /** What it means for the message. */
  private static String outcome(WebhookAttempt attempt) {
    if (attempt.getAttempt() == WebhookRecords.NO_ATTEMPT) {
      return "overflowed";
    }
    if (attempt.getStatus() / 100 == 2) {
      return "delivered";
    }
    return attempt.getNextAt() == 0 ? "given_up" : "failed";
  }

  private static String time(long ms) {
    return Instant.ofEpochMilli(ms).toString();
  }
}
