package dev.quittance.executor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.builtin.Samples;
import dev.quittance.executor.builtin.Samples.Sample;
import dev.quittance.planning.Catalogue;
import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderOrigin;
import dev.quittance.planning.document.OrderRequest;
import dev.quittance.planning.document.Policy;
import dev.quittance.planning.document.Tenant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The sample catalogue and orders, with what the demo fills in when it registers them. */
final class SampleOrders {
  private static final String TEST_USD = "0x" + "05".repeat(20);
  private static final String BUYER = "0x" + "b0".repeat(20);
  private static final String FEE_RECIPIENT = "0x" + "fe".repeat(20);

  private SampleOrders() {}

  static Catalogue catalogue() {
    Catalogue catalogue = Catalogue.EMPTY;
    for (JsonNode sample : Samples.agents()) {
      ObjectNode agent = with(sample, Agent.FORMAT);
      agent.put("address", "0x%040x".formatted(agent.remove("account").intValue()));
      agent.put("status", "active");
      catalogue =
          catalogue.foldAgent(catalogue.agentsOffset(), Agent.parse(bytes(agent)).orThrow());
    }
    for (JsonNode sample : Samples.policies()) {
      ObjectNode policy = with(sample, Policy.FORMAT).put("feeRecipient", FEE_RECIPIENT);
      catalogue =
          catalogue.foldPolicy(catalogue.policiesOffset(), Policy.parse(bytes(policy)).orThrow());
    }
    for (JsonNode sample : Samples.tenants()) {
      ObjectNode tenant = with(sample, Tenant.FORMAT).put("buyer", BUYER).put("status", "active");
      tenant.putArray("apiKeyHashes").add(Hash32.sha256(new byte[0]).hex());
      catalogue =
          catalogue.foldPolicy(catalogue.policiesOffset(), Tenant.parse(bytes(tenant)).orThrow());
    }
    return catalogue;
  }

  /** The order that a sample becomes when it is submitted at this time. */
  static Order order(Sample sample, long submittedAtMs) {
    ObjectNode request = sample.order().deepCopy();
    Duration left = Duration.parse(request.path("deadline").textValue());
    request.put("asset", TEST_USD);
    request.put("deadline", Long.toString(submittedAtMs + left.toMillis()));
    OrderOrigin origin = new OrderOrigin(sample.tenant(), "samples", sample.sourceId());
    return OrderRequest.parse(bytes(request), origin).orThrow();
  }

  private static ObjectNode with(JsonNode sample, String format) {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("format", format);
    return document.setAll((ObjectNode) sample.deepCopy());
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
