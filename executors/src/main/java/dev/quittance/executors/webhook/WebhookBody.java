package dev.quittance.executors.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.api.TaskCall;
import java.math.BigInteger;

/** The request's body: the one that AgentL2's webhook executor posts, member for member. */
final class WebhookBody {
  private WebhookBody() {}

  /**
   * Compact JSON in AgentL2's order.
   *
   * <p>Ids are 0x-prefixed as there. Of a task that says neither, the buyer is the tenant's name
   * and the price 0.
   */
  static String of(TaskCall call, WebhookSettings settings) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("orderId", "0x" + call.orderId())
        .put("serviceId", settings.serviceId().orElseGet(() -> madeServiceId(call)))
        .put("serviceType", call.service())
        .put("buyer", call.buyer().orElse(call.tenant()))
        .put("units", "1")
        .put("totalPrice", call.price().orElse(BigInteger.ZERO).toString())
        .put("deadline", call.deadline().getEpochSecond())
        .<ObjectNode>set("payload", call.input())
        .toString();
  }

  private static String madeServiceId(TaskCall call) {
    return "0x" + Hashes.sha256(call.agent() + "/" + call.service());
  }
}
