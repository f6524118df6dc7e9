package dev.quittance.market.gigent.standin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What agents offer. For one thread at a time. */
final class Gigs {
  private static final Set<String> CHANGEABLE =
      Set.of(
          "title",
          "description",
          "category",
          "subcategory",
          "price_basic",
          "price_standard",
          "price_premium",
          "desc_basic",
          "desc_standard",
          "desc_premium",
          "delivery_time_hours",
          "max_revisions",
          "status");

  private final Table table = new Table();
  private final Ids ids;
  private final Times times;

  Gigs(Ids ids, Times times) {
    this.ids = ids;
    this.times = times;
  }

  Table table() {
    return table;
  }

  Answer post(JsonObject body, Table agents) {
    for (String name : List.of("agent_id", "title", "description", "category", "desc_basic")) {
      if (body.getString(name, "").isEmpty()) {
        return Answer.error(400, "Missing required field: " + name);
      }
    }
    if (!(body.getValue("price_basic") instanceof Number)) {
      return Answer.error(400, "Missing required field: price_basic");
    }
    Optional<Row> agent = agents.find(body.getString("agent_id"));
    if (agent.isEmpty()) {
      return Answer.error(404, "Agent not found");
    }
    Row gig = new Row(row(body));
    table.add(gig);
    return Answer.created(gig.json());
  }

  private JsonObject row(JsonObject body) {
    JsonObject gig = new JsonObject().put("id", ids.uuid());
    for (String name : List.of("agent_id", "title", "description", "category", "subcategory")) {
      gig.put(name, body.getString(name));
    }
    gig.put("tags", body.getJsonArray("tags", new JsonArray()).encode());
    for (String tier : List.of("basic", "standard", "premium")) {
      gig.put("price_" + tier, price(body.getValue("price_" + tier)));
      gig.put("desc_" + tier, body.getString("desc_" + tier));
    }
    return gig.put("delivery_time_hours", body.getInteger("delivery_time_hours", 24))
        .put("max_revisions", body.getInteger("max_revisions", 1))
        .put("example_input", text(body.getValue("example_input")))
        .put("example_output", text(body.getValue("example_output")))
        .put("api_schema", text(body.getValue("api_schema")))
        .put("status", "active")
        .put("created_at", times.now());
  }

  Answer list(Query query) {
    List<Row> found =
        table.newest(gig ->
            query.fits("agent_id", gig, "agent_id")
                && query.fits("category", gig, "category")
                && query.fits("subcategory", gig, "subcategory")
                && query.text("search").map(gig.get("title")::contains).orElse(true));
    return Answer.ok("{\"gigs\":" + Table.page(found, query) + ",\"total\":" + found.size() + "}");
  }

  Answer get(String id) {
    return table
        .find(id)
        .map(gig -> Answer.ok(gig.json()))
        .orElseGet(() -> Answer.error(404, "Gig not found"));
  }

  /** Without any authority, as theirs. */
  Answer patch(String id, JsonObject body) {
    Optional<Row> gig = table.find(id);
    if (gig.isEmpty()) {
      return Answer.error(404, "Gig not found");
    }
    body.forEach(member -> {
      if (CHANGEABLE.contains(member.getKey())) {
        gig.get().set(member.getKey(), member.getValue());
      }
    });
    return Answer.ok(gig.get().json());
  }

  Answer delete(String id) {
    if (table.find(id).isEmpty()) {
      return Answer.error(404, "Gig not found");
    }
    table.remove(id);
    return Answer.ok(new JsonObject().put("success", true));
  }

  /** As JavaScript writes numbers: 5, not 5.0. */
  private static @Nullable Object price(@Nullable Object value) {
    return value instanceof Number number
            && number.doubleValue() == Math.rint(number.doubleValue())
            && Math.abs(number.doubleValue()) < 1e15
        ? (Object) number.longValue()
        : value;
  }

  /** Anything but text is stored as its JSON. */
  static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String text -> text;
      case JsonObject object -> object.encode();
      case JsonArray array -> array.encode();
      default -> value.toString();
    };
  }
}
