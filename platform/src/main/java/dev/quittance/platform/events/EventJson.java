package dev.quittance.platform.events;

import dev.quittance.platform.events.RuntimeEvent.ExecutionCompleted;
import dev.quittance.platform.events.RuntimeEvent.ExecutionFailed;
import dev.quittance.platform.events.RuntimeEvent.ExecutionStarted;
import dev.quittance.platform.events.RuntimeEvent.Failed;
import dev.quittance.platform.events.RuntimeEvent.OrderCompleted;
import dev.quittance.platform.events.RuntimeEvent.OrderReceived;
import dev.quittance.platform.events.RuntimeEvent.Started;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Events as JSON: {@code type}, {@code timestamp} and {@code data}, as Standard Webhooks asks. */
public final class EventJson {
  private EventJson() {}

  /** The document of an event; the same event always gives the same text. */
  public static JsonObject of(RuntimeEvent event) {
    return new JsonObject()
        .put("type", event.name())
        .put("timestamp", Instant.ofEpochMilli(event.atMs()).toString())
        .put("data", data(event));
  }

  private static JsonObject data(RuntimeEvent event) {
    return switch (event) {
      case Started it -> new JsonObject().put("process", it.process());
      case OrderReceived it ->
          of(it.orderId())
              .put("services", new JsonArray(it.services()))
              .put("asset", it.asset())
              .put("budget", it.budget().toString());
      case ExecutionStarted it ->
          of(it.orderId())
              .put("step", it.step())
              .put("service", it.service())
              .put("executorId", it.executorId());
      case ExecutionCompleted it ->
          of(it.orderId())
              .put("step", it.step())
              .put("service", it.service())
              .put("executorId", it.executor())
              .put("result", it.result());
      case ExecutionFailed it ->
          of(it.orderId())
              .put("step", it.step())
              .put("service", it.service())
              .put("code", it.code())
              .put("error", it.error());
      case OrderCompleted it ->
          of(it.orderId())
              .put("spent", it.spent().toString())
              .put("refunded", it.refunded().toString());
      case Failed it -> of(it.orderId()).put("code", it.code()).put("error", it.error());
    };
  }

  private static JsonObject of(String orderId) {
    return new JsonObject().put("orderId", orderId);
  }
}
