package dev.quittance.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Bodies of order requests, in one asset. */
record Orders(String asset) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BUDGET = "400000";

  /** An order that every part of the line can do. */
  ObjectNode good() {
    return moodOf("A sturdy tent. I love the porch for wet boots, and would recommend it.");
  }

  /** An order for the mood of a text. */
  ObjectNode moodOf(String text) {
    ObjectNode order = priced().put("service", "sentiment-analysis");
    order.putObject("input").put("text", text);
    return order;
  }

  /** An order whose input is stored. */
  ObjectNode moodOfStored(String sha256, int bytes) {
    ObjectNode order = priced().put("service", "sentiment-analysis");
    order.putObject("inputRef").put("sha256", "0x" + sha256).put("bytes", bytes);
    return order;
  }

  /** A good order with one member changed, or removed by null. */
  ObjectNode goodBut(String member, @Nullable String value) {
    ObjectNode order = good();
    if (value == null) {
      order.remove(member);
    } else {
      order.put(member, value);
    }
    return order;
  }

  /** Two steps that wait for each other. */
  ObjectNode cyclic() {
    ObjectNode order = priced();
    var steps = order.putArray("steps");
    step(steps.addObject(), "chicken", "egg");
    step(steps.addObject(), "egg", "chicken");
    return order;
  }

  private static void step(ObjectNode step, String name, String needed) {
    step.put("name", name).put("service", "sentiment-analysis");
    step.putObject("input").put("text", "fine");
    step.putArray("needs").add(needed);
  }

  private ObjectNode priced() {
    return JSON.createObjectNode()
        .put("budget", BUDGET)
        .put("asset", asset)
        .put("deadline", Instant.now().plus(Duration.ofHours(1)).toString());
  }

  /** The value of a JSON text. */
  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }
}
