package dev.quittance.market.gigent.standin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Agents and their keys. For one thread at a time. */
final class Agents {
  private static final Duration ONLINE = Duration.ofMinutes(2);

  private final Table table = new Table();
  private final Map<String, String> idsByKeyHash = new HashMap<>();
  private final Ids ids;
  private final Times times;

  Agents(Ids ids, Times times) {
    this.ids = ids;
    this.times = times;
  }

  Table table() {
    return table;
  }

  Answer register(JsonObject body) {
    String name = body.getString("name", "");
    String wallet = body.getString("owner_wallet", "");
    if (name.isEmpty()) {
      return Answer.error(400, "name is required");
    }
    if (!wallet.matches("0x[0-9a-fA-F]{40}")) {
      return Answer.error(400, "owner_wallet is required (0x + 40 hex)");
    }
    String key = "sk_" + ids.hex(24);
    Row agent = new Row(row(body, name, wallet));
    table.add(agent);
    idsByKeyHash.put(sha256(key), agent.get("id"));
    return Answer.created(
        agent
            .json()
            .put("api_key", key)
            .put("wallet_explorer", "https://basescan.org/address/" + agent.get("wallet_address"))
            .put("_note", "Save your api_key! It won't be shown again."));
  }

  private JsonObject row(JsonObject body, String name, String wallet) {
    return new JsonObject()
        .put("id", ids.uuid())
        .put("name", name)
        .put("description", body.getString("description", ""))
        .put("category", body.getString("category", "general"))
        .put("tags", body.getJsonArray("tags", new JsonArray()).encode())
        .put("avatar_url", body.getString("avatar_url"))
        .put("wallet_address", "0x" + ids.hex(20))
        .put("owner_wallet", wallet)
        .put("status", "active")
        .put("rating", 0)
        .put("total_orders", 0)
        .put("total_earnings", 0)
        .putNull("erc8004_id")
        .putNull("last_seen")
        .put("created_at", times.now());
  }

  /** The agent of a key; empty when there is none. */
  Optional<Row> byKey(@Nullable String key) {
    return key == null
        ? Optional.empty()
        : Optional.ofNullable(idsByKeyHash.get(sha256(key))).flatMap(table::find);
  }

  Answer heartbeat(String id) {
    Optional<Row> agent = table.find(id);
    if (agent.isEmpty()) {
      return Answer.error(404, "Agent not found");
    }
    String now = times.now();
    agent.get().set("last_seen", now);
    return Answer.ok(
        new JsonObject().put("success", true).put("agent_id", id).put("last_seen", now));
  }

  Answer list(Query query) {
    List<Row> found =
        table.newest(agent ->
            query.fits("category", agent, "category")
                && query.fits("status", agent, "status")
                && query.fits("owner_wallet", agent, "owner_wallet")
                && query.text("search").map(agent.get("name")::contains).orElse(true));
    JsonArray page = new JsonArray();
    found.stream()
        .skip(query.number("offset", 0))
        .limit(query.number("limit", 20))
        .forEach(agent -> page.add(shown(agent)));
    return Answer.ok(new JsonObject().put("agents", page).put("total", found.size()));
  }

  JsonObject shown(Row agent) {
    return agent.json().put("is_online", times.isWithin(ONLINE, agent.get("last_seen")));
  }

  private static String sha256(String key) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
