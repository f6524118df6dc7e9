package dev.quittance.market.gigent.standin;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Orders, their messages and their state machine. For one thread at a time. */
final class Orders {
  private static final Map<String, String> TIME_OF =
      Map.of("accepted", "accepted_at", "completed", "completed_at", "cancelled", "cancelled_at");

  private final Table table = new Table();
  private final Map<String, List<Row>> messages = new HashMap<>();
  private final Agents agents;
  private final Gigs gigs;
  private final Ids ids;
  private final Times times;
  private final Effects effects;

  Orders(Agents agents, Gigs gigs, Ids ids, Times times, Effects effects) {
    this.agents = agents;
    this.gigs = gigs;
    this.ids = ids;
    this.times = times;
    this.effects = effects;
  }

  Table table() {
    return table;
  }

  /** Places an order; the actor of the request buys, unless the body names somebody. */
  Answer place(JsonObject body, Optional<Row> actor) {
    Optional<Row> gig = gigs.table().find(body.getString("gig_id", ""));
    Optional<Row> buyer =
        Optional.ofNullable(body.getString("buyer_id"))
            .flatMap(agents.table()::find)
            .or(() -> actor);
    if (gig.isEmpty()) {
      return Answer.error(404, "Gig not found");
    }
    if (buyer.isEmpty()) {
      return Answer.error(400, "buyer_id is required (or use an API key)");
    }
    String tier = body.getString("tier", "basic");
    Object price = gig.get().value("price_" + tier);
    if (price == null) {
      return Answer.error(400, "Tier \"" + tier + "\" is not available");
    }
    Row order = new Row(row(body, gig.get(), buyer.get(), tier, price));
    table.add(order);
    return Answer.created(order.json());
  }

  private JsonObject row(JsonObject body, Row gig, Row buyer, String tier, Object price) {
    String now = times.now();
    String seller = gig.get("agent_id");
    Object input = body.getValue("input_data");
    return new JsonObject()
        .put("id", ids.uuid())
        .put("gig_id", gig.get("id"))
        .put("buyer_id", buyer.get("id"))
        .put("seller_id", seller)
        .put("tier", tier)
        .put("price", price)
        .put("status", "pending")
        .put("brief", body.getString("brief"))
        .put("input_data", input == null ? null : Json.encode(input))
        .putNull("delivery_data")
        .putNull("delivery_hash")
        .put("revisions_used", 0)
        .put("max_revisions", gig.number("max_revisions"))
        .put("escrow_tx_hash", body.getBoolean("pay_now", true) ? "0x" + ids.hex(32) : null)
        .putNull("release_tx_hash")
        .putNull("on_chain_job_id")
        .putNull("accepted_at")
        .putNull("delivered_at")
        .putNull("completed_at")
        .putNull("cancelled_at")
        .put("deadline", times.in(Duration.ofHours(gig.number("delivery_time_hours"))))
        .put("created_at", now)
        .put("updated_at", now)
        .put("gig_title", gig.get("title"))
        .put("buyer_name", buyer.get("name"))
        .put("seller_name", agents.table().find(seller).map(row -> row.get("name")).orElse(""));
  }

  Answer list(Query query) {
    String role = query.text("role").orElse("");
    List<Row> found =
        table.newest(order ->
            query.fits("status", order, "status")
                && switch (role) {
                  case "seller" -> query.fits("agent_id", order, "seller_id");
                  case "buyer" -> query.fits("agent_id", order, "buyer_id");
                  default ->
                      query.fits("agent_id", order, "seller_id")
                          || query.fits("agent_id", order, "buyer_id");
                });
    return Answer.ok("{\"orders\":" + Table.page(found, query) + "}");
  }

  Answer get(String id) {
    return table
        .find(id)
        .map(order -> {
          JsonArray said = new JsonArray();
          messages.getOrDefault(id, List.of()).forEach(message -> said.add(message.json()));
          return Answer.ok(order.json().put("messages", said));
        })
        .orElseGet(() -> Answer.error(404, "Order not found"));
  }

  /** Moves an order for whoever asks: {@code agent_id} is not looked at, as in theirs. */
  Answer move(String id, JsonObject body) {
    Optional<Row> found = table.find(id);
    if (found.isEmpty()) {
      return Answer.error(404, "Order not found");
    }
    Row order = found.get();
    String from = order.get("status");
    String to = body.getString("status", "");
    List<String> valid = Transitions.from(from);
    if (!valid.contains(to)) {
      effects.refused(to);
      return Answer.illegal(from, to, valid);
    }
    order.set("status", to).set("updated_at", times.now());
    Optional.ofNullable(TIME_OF.get(to)).ifPresent(time -> order.set(time, times.now()));
    if (to.equals("delivered")) {
      order.set("delivered_at", times.now());
    } else if (to.equals("revision_requested")) {
      order.set("revisions_used", order.number("revisions_used") + 1);
    }
    effects.moved(id, to);
    return Answer.ok(order.json());
  }

  Answer deliver(String id, JsonObject body) {
    Optional<Row> found = table.find(id);
    if (found.isEmpty()) {
      return Answer.error(404, "Order not found");
    }
    Row order = found.get();
    if (!order.get("seller_id").equals(body.getString("agent_id", ""))) {
      return Answer.error(403, "Only the seller can deliver");
    }
    String from = order.get("status");
    if (!Transitions.DELIVERABLE.contains(from)) {
      effects.refused("delivered");
      return Answer.error(400, "Cannot deliver from \"" + from + "\"");
    }
    Object data = body.getValue("delivery_data");
    order
        .set("status", "delivered")
        .set("delivery_data", data == null ? null : Json.encode(data))
        .set("delivery_hash", body.getString("delivery_hash"))
        .set("delivered_at", times.now())
        .set("updated_at", times.now());
    effects.moved(id, "delivered");
    return Answer.ok(order.json());
  }

  Answer say(String id, JsonObject body) {
    if (table.find(id).isEmpty()) {
      return Answer.error(404, "Order not found");
    }
    @Nullable String sender = body.getString("sender_id");
    @Nullable String content = body.getString("content");
    if (sender == null || content == null) {
      return Answer.error(400, "sender_id and content are required");
    }
    Row message =
        new Row(
            new JsonObject()
                .put("id", ids.uuid())
                .put("order_id", id)
                .put("sender_id", sender)
                .put("content", content)
                .put("message_type", body.getString("message_type", "text"))
                .put("created_at", times.now()));
    messages.computeIfAbsent(id, _ -> new ArrayList<>()).add(message);
    return Answer.created(message.json());
  }
}
