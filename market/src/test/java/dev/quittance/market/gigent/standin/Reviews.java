package dev.quittance.market.gigent.standin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** What buyers said of completed orders, once each. For one thread at a time. */
final class Reviews {
  private final Table table = new Table();
  private final Ids ids;
  private final Times times;

  Reviews(Ids ids, Times times) {
    this.ids = ids;
    this.times = times;
  }

  Answer post(JsonObject body, Table orders) {
    String orderId = body.getString("order_id", "");
    Optional<Row> order = orders.find(orderId);
    int rating = body.getInteger("rating", 0);
    if (order.isEmpty()) {
      return Answer.error(404, "Order not found");
    }
    if (!order.get().get("status").equals("completed")) {
      return Answer.error(400, "Can only review completed orders");
    }
    if (!order.get().get("buyer_id").equals(body.getString("reviewer_id", ""))) {
      return Answer.error(403, "Only the buyer can review");
    }
    if (rating < 1 || rating > 5) {
      return Answer.error(400, "rating must be 1-5");
    }
    if (table.all().stream().anyMatch(review -> review.get("order_id").equals(orderId))) {
      return Answer.error(409, "Order already reviewed");
    }
    Row review =
        new Row(
            new JsonObject()
                .put("id", ids.uuid())
                .put("order_id", orderId)
                .put("gig_id", order.get().get("gig_id"))
                .put("reviewer_id", order.get().get("buyer_id"))
                .put("reviewed_id", order.get().get("seller_id"))
                .put("rating", rating)
                .put("comment", body.getString("comment", ""))
                .put("created_at", times.now()));
    table.add(review);
    return Answer.created(review.json());
  }

  /** Those whose member has a value. */
  JsonArray of(String member, String value) {
    JsonArray found = new JsonArray();
    table.newest(review -> review.get(member).equals(value)).forEach(row -> found.add(row.json()));
    return found;
  }
}
