package dev.quittance.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Order;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Bodies of {@code POST /v1/orders}: orders of one step, each with another input. */
final class HttpOrders {
  /** The source that the gateway names. */
  private static final String SOURCE = "http";

  private static final long DEADLINE_MS = Duration.ofHours(6).toMillis();

  private final long deadlineMs;
  private int made;

  /** Orders for now; {@code nowMs} is unix time. */
  HttpOrders(long nowMs) {
    this.deadlineMs = nowMs + DEADLINE_MS;
  }

  /** Orders of a tenant, never the same twice. */
  List<HttpOrder> of(String tenant, int count) {
    return IntStream.range(0, count).mapToObj(_ -> order(tenant, made++)).toList();
  }

  private HttpOrder order(String tenant, int number) {
    String key = "order-" + number;
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("asset", BenchOrders.ASSET);
    body.put("budget", BenchOrders.BUDGET.toString());
    body.put("deadline", Long.toString(deadlineMs));
    body.put("service", BenchCatalogue.SERVICE);
    body.set("input", BenchOrders.input(key, number));
    return new HttpOrder(
        key,
        Order.orderId(tenant, SOURCE, key).hex(),
        Buffer.buffer(CanonicalJson.of(body).bytes()));
  }
}
