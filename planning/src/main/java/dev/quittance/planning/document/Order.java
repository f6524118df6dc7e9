package dev.quittance.planning.document;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code quittance-order/v1}: work that a buyer wants done, and what it may cost.
 *
 * @param tenant id of the tenant that pays
 * @param source the adapter that brought the order in, an id
 * @param sourceId the order's id at its source, 1 to 128 printable ASCII characters
 * @param asset address of the token that amounts are in
 * @param budget the most that the order may cost, in the asset's smallest unit
 * @param deadlineMs the order is refused when it is decided at or after this time, unix ms
 * @param steps 1 to {@link Limits#STEPS} steps with different names
 * @param signature the buyer's EIP-712 signature over the rest, 65 bytes in hex; null for none
 */
public record Order(
    String tenant,
    String source,
    String sourceId,
    String asset,
    BigInteger budget,
    long deadlineMs,
    List<OrderStep> steps,
    @Nullable String signature)
    implements Document {
  /** The {@code format} member. */
  public static final String FORMAT = "quittance-order/v1";

  private static final String REQUEST_FORMAT = "quittance-request/v1";

  /** Keeps an immutable copy of the steps. */
  public Order {
    steps = List.copyOf(steps);
  }

  /** An order that its buyer did not sign. */
  public Order(
      String tenant,
      String source,
      String sourceId,
      String asset,
      BigInteger budget,
      long deadlineMs,
      List<OrderStep> steps) {
    this(tenant, source, sourceId, asset, budget, deadlineMs, steps, null);
  }

  /** The same order without its signature: what a buyer signs. */
  public Order unsigned() {
    return new Order(tenant, source, sourceId, asset, budget, deadlineMs, steps);
  }

  /** Strictly parses UTF-8 JSON. */
  public static Parsed<Order> parse(byte[] utf8) {
    return DocumentReader.parse(utf8, Order::read);
  }

  /** SHA-256 of the RFC 8785 array {@code ["quittance-order/v1", tenant, source, sourceId]}. */
  public static Hash32 orderId(String tenant, String source, String sourceId) {
    return hashOf(FORMAT, tenant, source, sourceId);
  }

  /** The id of this order. */
  public Hash32 orderId() {
    return orderId(tenant, source, sourceId);
  }

  /**
   * SHA-256 of {@code ["quittance-request/v1", orderId, orderHash]}: the id under which a request
   * is refused that has the id of an earlier order but other content.
   */
  public Hash32 requestId() {
    return hashOf(REQUEST_FORMAT, orderId().hex(), hash().hex());
  }

  @Override
  public CanonicalJson canonical() {
    return new ObjectWriter()
        .put("format", FORMAT)
        .put("tenant", tenant)
        .put("source", source)
        .put("sourceId", sourceId)
        .put("asset", asset)
        .put("budget", budget)
        .decimal("deadline", deadlineMs)
        .objects("steps", steps.stream().map(OrderStep::json).toList())
        .put("signature", signature)
        .canonical();
  }

  private static Order read(MemberReader members) {
    members.constant("format", FORMAT);
    Order order =
        new Order(
            members.text("tenant", Shape.ID),
            members.text("source", Shape.ID),
            members.text("sourceId", Shape.SOURCE_ID),
            members.text("asset", Shape.ADDRESS),
            members.amount("budget"),
            members.decimal("deadline"),
            members.objects("steps", 1, Limits.STEPS, OrderStep::read),
            members.optionalText("signature", Shape.SIGNATURE));
    order.check(members);
    return order;
  }

  /** Notes what is wrong with the order as a whole: repeated step names, too many bytes. */
  void check(MemberReader members) {
    Set<String> names = new HashSet<>();
    for (OrderStep step : steps) {
      if (!step.name().isEmpty() && !names.add(step.name())) {
        members.problem(
            "steps", "has two steps named " + step.name(), "a different name for each step");
      }
    }
    int inputBytes = steps.stream().mapToInt(Order::inlineBytes).sum();
    if (inputBytes > Limits.ORDER_INPUT_BYTES) {
      members.problem(
          "",
          "has " + inputBytes + " bytes of inline input",
          "at most "
              + Limits.ORDER_INPUT_BYTES
              + " over all steps; store larger inputs and cite them by inputRef");
    }
    int bytes = canonical().size();
    if (inputBytes <= Limits.ORDER_INPUT_BYTES && bytes > Limits.ORDER_BYTES) {
      members.problem("", "has " + bytes + " canonical bytes", "at most " + Limits.ORDER_BYTES);
    }
  }

  private static int inlineBytes(OrderStep step) {
    return switch (step.input()) {
      case StepInput.Inline(CanonicalJson json) -> json.size();
      case StepInput.Stored _ -> 0;
    };
  }

  private static Hash32 hashOf(String... parts) {
    var array = JsonNodeFactory.instance.arrayNode();
    for (String part : parts) {
      array.add(part);
    }
    return CanonicalJson.of(array).hash();
  }
}
