package dev.quittance.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.cli.Table;
import java.util.ArrayList;
import java.util.List;

/** An order of the gateway's API as lines for people. */
final class OrderText {
  private OrderText() {}

  /** What is known of an order. */
  static List<String> of(JsonNode order) {
    List<String> lines = new ArrayList<>();
    for (String member :
        List.of(
            "orderId",
            "status",
            "code",
            "message",
            "tenant",
            "receivedAt",
            "deadline",
            "budget",
            "asset",
            "planHash",
            "total")) {
      if (order.has(member)) {
        lines.add("%-12s%s".formatted(member, order.path(member).asText()));
      }
    }
    JsonNode settlement = order.path("settlement");
    if (settlement.isObject()) {
      lines.add(
          "%-12sspent %s (fees %s), refunded %s"
              .formatted(
                  "settlement",
                  settlement.path("spent").asText(),
                  settlement.path("fees").asText(),
                  settlement.path("refunded").asText()));
    }
    if (!order.path("steps").isEmpty()) {
      lines.add("");
      lines.addAll(steps(order.path("steps")).lines());
    }
    return lines;
  }

  /** Yes, or nothing. */
  static String mark(JsonNode flag) {
    return flag.asBoolean() ? "yes" : "-";
  }

  private static Table steps(JsonNode steps) {
    Table table =
        new Table(">step", "service", "vendor", ">price", "verdict", ">seq", ">period", "code");
    for (JsonNode step : steps) {
      JsonNode receipt = step.path("receipt");
      table.row(
          step.path("index").asText(),
          step.path("service").asText(),
          step.path("vendor").asText(),
          step.path("price").asText(),
          step.path("verdict").asText("-"),
          receipt.path("seq").asText("-"),
          receipt.path("anchor").path("period").asText("-"),
          step.path("code").asText());
    }
    return table;
  }
}
