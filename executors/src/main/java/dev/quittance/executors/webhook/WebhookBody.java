package dev.quittance.executors.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.api.TaskCall;

/** The request's body: the one that AgentL2's webhook executor posts, member for member. */
final class WebhookBody {
  private WebhookBody() {}

  /**
   * Compact JSON in AgentL2's order.
   *
   * <p>Ids are 0x-prefixed as there. A task knows neither a buyer's address nor a price: the buyer
   * is the tenant's name, and the price what the settings state.
   */
  static String of(TaskCall call, WebhookSettings settings) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("orderId", "0x" + call.orderId())
        .put("serviceId", settings.serviceId().orElseGet(() -> madeServiceId(call)))
        .put("serviceType", call.service())
        .put("buyer", call.tenant())
        .put("units", "1")
        .put("totalPrice", settings.totalPrice())
        .put("deadline", call.deadline().getEpochSecond())
        .<ObjectNode>set("payload", call.input())
        .toString();
  }

  private static String madeServiceId(TaskCall call) {
    return "0x" + Hashes.sha256(call.agent() + "/" + call.service());
  }
}
