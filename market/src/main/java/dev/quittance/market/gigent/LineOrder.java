package dev.quittance.market.gigent;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.InputRef;
import dev.quittance.planning.document.Limits;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.StepInput;
import dev.quittance.planning.document.StrictJson;
import dev.quittance.planning.graph.InputTemplate;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The order of the line that does what an order of Gigent's asks for; pure.
 *
 * <p>The same order gives the same document in every process, so it does no harm to bring it in
 * again. It costs nothing in the line: Gigent's escrow pays. A revision is an order of its own,
 * {@code UUID.rN} at the source.
 */
final class LineOrder {
  /** Gigent holds no order to its deadline, so neither does the line, in effect. */
  private static final long FAR_MS = Duration.ofDays(3650).toMillis();

  private static final String NO_ASSET = "0x" + "0".repeat(40);
  private static final String STEP = "main";
  private static final String REVISION_MARK = ".r";

  private LineOrder() {}

  /** What can be made of an order of Gigent's. */
  sealed interface Made {
    /**
     * An order of the line.
     *
     * @param stored its input where the order cites it; to be stored before
     */
    record Ok(Order order, Optional<CanonicalJson> stored) implements Made {}

    /** None: why, in words for its buyer. */
    record Unusable(String why) implements Made {}
  }

  /** Its order in the line. */
  static Made of(GigentOrder order, GigentSettings settings, GigentSettings.Agent agent) {
    if (order.price().isEmpty()) {
      return new Made.Unusable(
          "its price is no amount of USDC with at most six digits after the point");
    }
    Optional<CanonicalJson> input = input(order, order.price().get());
    if (input.isEmpty()) {
      return new Made.Unusable(
          "its brief and input data together are longer than " + Limits.INPUT_BYTES + " bytes");
    }
    CanonicalJson json = input.get();
    boolean isInline =
        json.size() <= Limits.ORDER_INPUT_BYTES && new InputTemplate(json).references().isEmpty();
    // What stands in braces in a buyer's text is no reference; a stored input is opaque.
    StepInput given =
        isInline
            ? new StepInput.Inline(json)
            : new StepInput.Stored(new InputRef(json.hash(), json.size()));
    Order made =
        new Order(
            settings.tenant(),
            settings.source(),
            sourceId(order),
            NO_ASSET,
            BigInteger.ZERO,
            order.createdAtMs() + FAR_MS,
            List.of(new OrderStep(STEP, agent.service(), given, null, List.of(agent.id()), null)));
    return new Made.Ok(made, isInline ? Optional.empty() : Optional.of(json));
  }

  /** The id at the source: the UUID, and which revision it is, if it is one. */
  static String sourceId(GigentOrder order) {
    return order.revision() == 0 ? order.id() : order.id() + REVISION_MARK + order.revision();
  }

  /** The id of an order in the line. */
  static Hash32 orderId(GigentOrder order, GigentSettings settings) {
    return Order.orderId(settings.tenant(), settings.source(), sourceId(order));
  }

  /** The UUID of an id at the source. */
  static String uuid(String sourceId) {
    int mark = sourceId.lastIndexOf(REVISION_MARK);
    return mark < 0 ? sourceId : sourceId.substring(0, mark);
  }

  /** Which revision an id at the source means; 0 for the order as it was placed. */
  static int revision(String sourceId) {
    int mark = sourceId.lastIndexOf(REVISION_MARK);
    return mark < 0 ? 0 : Integer.parseInt(sourceId.substring(mark + REVISION_MARK.length()));
  }

  private static Optional<CanonicalJson> input(GigentOrder order, BigInteger price) {
    ObjectNode input =
        GigentApi.JSON
            .createObjectNode()
            .put("brief", order.brief())
            .put("gig", order.gig())
            .put("tier", order.tier())
            .put("priceMicroUsdc", price.toString());
    order.input().ifPresent(data -> input.set("inputData", strict(data)));
    if (order.revision() > 0) {
      ObjectNode revision = input.putObject("revision").put("number", order.revision());
      wish(order).ifPresent(wish -> revision.put("message", wish));
      order.delivery().ifPresent(delivery -> revision.set("delivery", strict(delivery)));
    }
    byte[] text = input.toString().getBytes(UTF_8);
    return StrictJson.parse(text, Limits.INPUT_BYTES) instanceof Parsed.Ok<JsonNode>(var node)
        ? Optional.of(CanonicalJson.of(node)).filter(json -> json.size() <= Limits.INPUT_BYTES)
        : Optional.empty();
  }

  /** What the buyer said last. */
  private static Optional<String> wish(GigentOrder order) {
    return order.messages().reversed().stream()
        .filter(message -> !message.senderId().equals(order.sellerId()))
        .map(GigentOrder.Message::content)
        .findFirst();
  }

  /** Data that the line's documents can't hold, such as numbers beyond a double, as its text. */
  private static JsonNode strict(JsonNode data) {
    String text = data.toString();
    int depthLeft = Limits.DEPTH - 3;
    return StrictJson.parse(text.getBytes(UTF_8), Limits.INPUT_BYTES) instanceof Parsed.Ok<JsonNode>
            && depth(data) <= depthLeft
        ? data
        : TextNode.valueOf(data.isTextual() ? data.textValue() : text);
  }

  private static int depth(JsonNode node) {
    int deepest = 0;
    for (JsonNode child : node) {
      deepest = Math.max(deepest, depth(child));
    }
    return node.isContainerNode() ? deepest + 1 : 0;
  }
}
