package dev.quittance.market.gigent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An order as Gigent's back end shows it.
 *
 * @param id its UUID
 * @param sellerId the agent that is to do it
 * @param status where it stands
 * @param brief what is wanted, in words; may be empty
 * @param input what to do it with; empty when there is none. Text that is no JSON is a string
 * @param gig the gig's title
 * @param price in millionths of a USDC; empty when it is none that can be counted
 * @param delivery what was delivered last; empty when nothing was
 * @param deliveryHash that came with it; empty when none did
 * @param revisions how many revisions the buyer has asked for
 * @param createdAtMs when it was placed
 * @param messages what was said about it; only the order's own page has them
 */
record GigentOrder(
    String id,
    String sellerId,
    Status status,
    String brief,
    Optional<JsonNode> input,
    String gig,
    String tier,
    Optional<BigInteger> price,
    Optional<JsonNode> delivery,
    String deliveryHash,
    int revisions,
    long createdAtMs,
    List<Message> messages) {
  GigentOrder {
    messages = List.copyOf(messages);
  }

  /** Where an order stands; in JSON in lower case. */
  enum Status {
    PENDING,
    ACCEPTED,
    REJECTED,
    IN_PROGRESS,
    DELIVERED,
    REVISION_REQUESTED,
    COMPLETED,
    DISPUTED,
    RESOLVED,
    CANCELLED,
    /** One that is not known here. */
    OTHER;

    String onTheWire() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    static Status of(String text) {
      for (Status status : values()) {
        if (status.onTheWire().equals(text)) {
          return status;
        }
      }
      return OTHER;
    }
  }

  /** Something that was said about an order. */
  record Message(String senderId, String content) {}

  /** Reads an order; empty when it lacks what makes it one. */
  static Optional<GigentOrder> read(JsonNode json) {
    String id = json.path("id").asText("");
    String sellerId = json.path("seller_id").asText("");
    if (id.isEmpty() || sellerId.isEmpty() || !json.path("status").isTextual()) {
      return Optional.empty();
    }
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : json.path("messages")) {
      messages.add(
          new Message(message.path("sender_id").asText(""), message.path("content").asText("")));
    }
    return Optional.of(
        new GigentOrder(
            id,
            sellerId,
            Status.of(json.path("status").asText()),
            text(json, "brief"),
            jsonInText(json.path("input_data")),
            text(json, "gig_title"),
            text(json, "tier"),
            json.path("price").isNumber()
                ? MicroUsdc.of(json.path("price").decimalValue())
                : Optional.empty(),
            jsonInText(json.path("delivery_data")),
            text(json, "delivery_hash"),
            Math.max(0, json.path("revisions_used").asInt(0)),
            GigentTimes.parse(text(json, "created_at")).orElse(0),
            messages));
  }

  /** Which revision is to be delivered next, 0 for the order as it was placed. */
  int revision() {
    boolean isDoneOver =
        !deliveryHash.isEmpty()
            && (status == Status.REVISION_REQUESTED || status == Status.IN_PROGRESS);
    return isDoneOver ? Math.max(1, revisions) : revisions;
  }

  private static String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return value.isTextual() ? value.textValue() : "";
  }

  /** Objects are stored as JSON text; what is no JSON counts as a string. */
  private static Optional<JsonNode> jsonInText(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      return Optional.of(value);
    }
    try {
      JsonNode inside = GigentApi.JSON.readTree(value.textValue());
      return inside.isMissingNode() ? Optional.empty() : Optional.of(inside);
    } catch (JsonProcessingException e) {
      return Optional.of(value);
    }
  }
}
