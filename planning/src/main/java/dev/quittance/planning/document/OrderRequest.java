package dev.quittance.planning.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/**
 * What clients post: an order without {@code format}, {@code tenant}, {@code source} and {@code
 * sourceId}. Instead of {@code steps} it may have {@code service} and {@code input} or {@code
 * inputRef}, which is one step named {@value #SINGLE_STEP}; its deadline may be an ISO-8601 instant
 * as well as unix ms.
 */
public final class OrderRequest {
  /** Name of the step of a request that has no steps. */
  public static final String SINGLE_STEP = "main";

  private static final String DEADLINE =
      "an ISO-8601 instant such as 2026-11-30T12:00:00Z, or unix ms as a decimal string";

  private OrderRequest() {}

  /** Strictly parses UTF-8 JSON into the order that it asks for. */
  public static Parsed<Order> parse(byte[] utf8, OrderOrigin origin) {
    return DocumentReader.parse(utf8, members -> read(members, origin));
  }

  private static Order read(MemberReader members, OrderOrigin origin) {
    checkOrigin(members, "tenant", origin.tenant(), Shape.ID);
    checkOrigin(members, "source", origin.source(), Shape.ID);
    checkOrigin(members, "sourceId", origin.sourceId(), Shape.SOURCE_ID);
    String asset = members.text("asset", Shape.ADDRESS);
    BigInteger budget = members.amount("budget");
    long deadlineMs = readDeadline(members);
    List<OrderStep> steps = readSteps(members);
    Order order =
        new Order(
            origin.tenant(),
            origin.source(),
            origin.sourceId(),
            asset,
            budget,
            deadlineMs,
            steps,
            members.optionalText("signature", Shape.SIGNATURE));
    order.check(members);
    return order;
  }

  private static void checkOrigin(MemberReader members, String name, String value, Shape shape) {
    if (!shape.matches(value)) {
      members.problem(name, "of the request is \"" + value + "\"", shape.expected());
    }
  }

  private static List<OrderStep> readSteps(MemberReader members) {
    if (members.has("steps") || !members.has("service")) {
      return members.objects("steps", 1, Limits.STEPS, OrderStep::read);
    }
    String service = members.text("service", Shape.ID);
    return List.of(
        new OrderStep(SINGLE_STEP, service, OrderStep.readInput(members), null, null, null));
  }

  private static long readDeadline(MemberReader members) {
    JsonNode node = members.optionalValue("deadline");
    if (node == null || !node.isTextual()) {
      members.problem("deadline", node == null ? "is missing" : "is not a string", DEADLINE);
      return 0;
    }
    if (Shape.LONG.matches(node.textValue())) {
      return members.decimal("deadline");
    }
    try {
      return atLeastZero(members, Instant.parse(node.textValue()).toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      members.problem("deadline", "is not a time: " + node, DEADLINE);
      return 0;
    }
  }

  private static long atLeastZero(MemberReader members, long ms) {
    if (ms < 0) {
      members.problem("deadline", "lies before 1970", DEADLINE);
      return 0;
    }
    return ms;
  }
}
