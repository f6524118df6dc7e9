package dev.quittance.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One line of a file of orders. */
sealed interface OrderLine {

  /**
   * An order to send.
   *
   * @param sourceId the sender's id of it: the same id is the same order, however often it is sent
   * @param request what the gateway takes
   */
  record Request(Optional<String> sourceId, JsonNode request) implements OrderLine {}

  /** The line holds no order. */
  record Unreadable(String reason) implements OrderLine {}

  /** What stands for the asset in the samples. */
  String ASSET_PLACEHOLDER = "@testusd";

  /**
   * Reads an order request, or {@code {"sourceId","order"}} around one.
   *
   * @param asset stands in for {@value #ASSET_PLACEHOLDER}, if given
   * @param now what a deadline that is a duration is counted from
   */
  static OrderLine parse(String line, Optional<String> asset, Instant now) {
    JsonNode json;
    try {
      json = new ObjectMapper().readTree(line);
    } catch (JsonProcessingException e) {
      return new Unreadable("not JSON: " + e.getOriginalMessage());
    }
    if (!(json instanceof ObjectNode outer)) {
      return new Unreadable("not a JSON object");
    }
    if (!outer.has("order")) {
      return new Request(Optional.empty(), filled(outer, asset, now));
    }
    if (!(outer.get("order") instanceof ObjectNode order)) {
      return new Unreadable("/order is not an object");
    }
    JsonNode sourceId = outer.path("sourceId");
    return new Request(
        sourceId.isTextual() ? Optional.of(sourceId.textValue()) : Optional.empty(),
        filled(order, asset, now));
  }

  private static ObjectNode filled(ObjectNode order, Optional<String> asset, Instant now) {
    ObjectNode filled = order.deepCopy();
    if (filled.path("asset").asText().equals(ASSET_PLACEHOLDER)) {
      asset.ifPresent(address -> filled.put("asset", address));
    }
    String deadline = filled.path("deadline").asText();
    if (deadline.startsWith("P") || deadline.startsWith("-P")) {
      try {
        filled.put("deadline", now.plus(Duration.parse(deadline)).toString());
      } catch (DateTimeException | ArithmeticException _) {
        // The gateway says what is wrong with it.
        return filled;
      }
    }
    return filled;
  }
}
