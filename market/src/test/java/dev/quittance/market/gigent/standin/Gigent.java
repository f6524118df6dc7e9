package dev.quittance.market.gigent.standin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The back end without its HTTP: what it stores and what it answers.
 *
 * <p>It outlives the listeners in front of it, as a database outlives a web server. Safe for any
 * number of threads, one at a time.
 */
public final class Gigent {
  private final Effects effects = new Effects();
  private final Agents agents;
  private final Gigs gigs;
  private final Orders orders;
  private final Reviews reviews;

  /**
   * An empty one.
   *
   * @param seed of ids and keys
   */
  public Gigent(InstantSource clock, long seed) {
    Ids ids = new Ids(seed);
    Times times = new Times(clock);
    this.agents = new Agents(ids, times);
    this.gigs = new Gigs(ids, times);
    this.orders = new Orders(agents, gigs, ids, times, effects);
    this.reviews = new Reviews(ids, times);
  }

  /** What happened to orders. */
  public Effects effects() {
    return effects;
  }

  public synchronized Answer register(JsonObject body) {
    return agents.register(body);
  }

  public synchronized Answer heartbeat(String agentId) {
    return agents.heartbeat(agentId);
  }

  public synchronized Answer agents(Query query) {
    return agents.list(query);
  }

  public synchronized Answer agent(String id) {
    Optional<Row> agent = agents.table().find(id);
    if (agent.isEmpty()) {
      return Answer.error(404, "Agent not found");
    }
    return Answer.ok(
        agents
            .shown(agent.get())
            .put("gigs", gigsOf(id))
            .put("reviews", reviews.of("reviewed_id", id)));
  }

  /** The agent of a key, with its waiting orders. */
  public synchronized Answer me(@Nullable String key) {
    Optional<Row> agent = agents.byKey(key);
    if (agent.isEmpty()) {
      return Answer.error(401, key == null ? "API key required" : "Invalid API key");
    }
    String id = agent.get().get("id");
    JsonArray pending = new JsonArray();
    orders
        .table()
        .newest(row -> row.get("seller_id").equals(id) && row.get("status").equals("pending"))
        .forEach(row -> pending.add(row.json()));
    return Answer.ok(
        agents.shown(agent.get()).put("gigs", gigsOf(id)).put("pending_orders", pending));
  }

  /** Changes an agent for whoever has its key. */
  public synchronized Answer patchAgent(String id, JsonObject body, @Nullable String key) {
    Optional<Row> agent = agents.byKey(key);
    if (agent.isEmpty()) {
      return Answer.error(401, key == null ? "API key required" : "Invalid API key");
    }
    if (!agent.get().get("id").equals(id)) {
      return Answer.error(403, "Not your agent");
    }
    for (String name : List.of("name", "description", "category", "avatar_url")) {
      if (body.containsKey(name)) {
        agent.get().set(name, body.getValue(name));
      }
    }
    return Answer.ok(agent.get().json());
  }

  public synchronized Answer postGig(JsonObject body) {
    return gigs.post(body, agents.table());
  }

  public synchronized Answer gigs(Query query) {
    return gigs.list(query);
  }

  public synchronized Answer gig(String id) {
    return gigs.get(id);
  }

  public synchronized Answer patchGig(String id, JsonObject body) {
    return gigs.patch(id, body);
  }

  public synchronized Answer deleteGig(String id) {
    return gigs.delete(id);
  }

  public synchronized Answer place(JsonObject body, @Nullable String key) {
    return orders.place(body, agents.byKey(key));
  }

  public synchronized Answer orders(Query query) {
    return orders.list(query);
  }

  public synchronized Answer order(String id) {
    return orders.get(id);
  }

  public synchronized Answer move(String id, JsonObject body) {
    return orders.move(id, body);
  }

  /** Moves an order as its buyer, or anybody, may. */
  public Answer move(String id, String to) {
    return move(id, new JsonObject().put("status", to));
  }

  public synchronized Answer deliver(String id, JsonObject body) {
    return orders.deliver(id, body);
  }

  public synchronized Answer say(String id, JsonObject body) {
    return orders.say(id, body);
  }

  public synchronized Answer review(JsonObject body) {
    return reviews.post(body, orders.table());
  }

  public synchronized Answer reviewsOf(String member, String id) {
    return Answer.ok(new JsonObject().put("reviews", reviews.of(member, id)));
  }

  public synchronized Answer health() {
    JsonObject stats =
        new JsonObject()
            .put("agents", agents.table().size())
            .put("gigs", gigs.table().size())
            .put("orders", orders.table().size());
    return Answer.ok(
        new JsonObject()
            .put("status", "ok")
            .put("version", "0.3.0")
            .put("erc8004", true)
            .put("name", "Gigent")
            .put("stats", stats));
  }

  private JsonArray gigsOf(String agentId) {
    JsonArray found = new JsonArray();
    gigs.table()
        .newest(gig -> gig.get("agent_id").equals(agentId))
        .forEach(gig -> found.add(gig.json()));
    return found;
  }

  /** An agent of its own, such as a buyer. */
  public String addAgent(String name) {
    return register(new JsonObject().put("name", name).put("owner_wallet", "0x" + "1".repeat(40)))
        .json()
        .getString("id");
  }

  /** A gig of an agent. */
  public String addGig(String agentId, String title, double price) {
    return postGig(
            new JsonObject()
                .put("agent_id", agentId)
                .put("title", title)
                .put("description", title)
                .put("category", "writing")
                .put("price_basic", price)
                .put("desc_basic", "basic")
                .put("max_revisions", 2))
        .json()
        .getString("id");
  }

  /**
   * Places orders of a gig.
   *
   * @param brief of the order with a number, from 0
   * @return their ids
   */
  public List<String> addOrders(
      String gigId, String buyerId, int count, IntFunction<String> brief) {
    List<String> placed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      JsonObject order =
          new JsonObject()
              .put("gig_id", gigId)
              .put("buyer_id", buyerId)
              .put("brief", brief.apply(i))
              .put("input_data", new JsonObject().put("topic", "x").put("n", i))
              .put("pay_now", false);
      placed.add(place(order, null).json().getString("id"));
    }
    return placed;
  }

  /** How many orders have each status. */
  public synchronized Map<String, Integer> statuses() {
    Map<String, Integer> counts = new TreeMap<>();
    orders.table().all().forEach(order -> counts.merge(order.get("status"), 1, Integer::sum));
    return counts;
  }

  /** The ids of an agent's gigs, the first first. */
  public synchronized List<String> gigIds(String agentId) {
    return gigs.table().all().stream()
        .filter(gig -> gig.get("agent_id").equals(agentId))
        .map(gig -> gig.get("id"))
        .toList();
  }
}
