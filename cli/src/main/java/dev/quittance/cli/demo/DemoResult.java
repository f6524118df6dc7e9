package dev.quittance.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What one run of the demo came to.
 *
 * @param refused orders that ended rejected, blocked, expired or cancelled
 * @param receipts receipts of this run's orders
 * @param settled settlements of this run's orders
 * @param periods periods that were closed in this run
 * @param anchored of those, how many are final on chain
 * @param audit {@code ok}, {@code failed} or {@code inconclusive}
 * @param seconds from start to here
 */
record DemoResult(
    int orders,
    int completed,
    int refused,
    int failed,
    int receipts,
    int settled,
    long periods,
    long anchored,
    String audit,
    long seconds) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One line of JSON. */
  String toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("orders", orders)
        .put("completed", completed)
        .put("refused", refused)
        .put("failed", failed)
        .put("receipts", receipts)
        .put("settled", settled)
        .put("periods", periods)
        .put("anchored", anchored)
        .put("audit", audit)
        .put("seconds", seconds);
    return json.toString();
  }
}
