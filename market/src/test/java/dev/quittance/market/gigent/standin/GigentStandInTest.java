package dev.quittance.market.gigent.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stand-in itself, held to the facts of the real back end's interface. */
class GigentStandInTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final GigentStandIn standIn = GigentStandIn.start(7);
  private final Gigent gigent = standIn.gigent();

  @AfterEach
  void stop() {
    client.close();
    standIn.close();
  }

  @Test
  void registersAndShowsTheKeyOnce() throws Exception {
    JsonObject agent =
        json(
            post("/api/agents/register", "{\"name\":\"a\",\"owner_wallet\":\"" + wallet() + "\"}"));
    String key = agent.getString("api_key");
    HttpResponse<String> me =
        client.send(
            request("/api/agents/me").header("X-API-Key", key).build(), BodyHandlers.ofString());

    assertThat(key).matches("sk_[0-9a-f]{48}");
    assertThat(agent.getString("created_at")).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
    assertThat(json(me).getString("id")).isEqualTo(agent.getString("id"));
    assertThat(me.body()).doesNotContain(key);
    assertThat(get("/api/agents/me").statusCode()).isEqualTo(401);
    assertThat(post("/api/agents/register", "{\"name\":\"a\"}").statusCode()).isEqualTo(400);
    assertThat(post("/api/agents/nobody/heartbeat", "{}").statusCode()).isEqualTo(404);
    assertThat(
            json(post("/api/agents/" + agent.getString("id") + "/heartbeat", "{}"))
                .getBoolean("success"))
        .isTrue();
  }

  @Test
  void anOrderIsAsInTheirDatabase() throws Exception {
    String seller = gigent.addAgent("seller");
    String gig = gigent.addGig(seller, "T", 5);
    String buyer = gigent.addAgent("buyer");
    JsonObject order =
        json(
            post(
                "/api/orders",
                """
                {"gig_id":"%s","buyer_id":"%s","brief":"write","input_data":{"topic":"x","n":3}}
                """
                    .formatted(gig, buyer)));

    assertThat(order.getString("input_data")).isEqualTo("{\"topic\":\"x\",\"n\":3}");
    assertThat(order.encode()).contains("\"price\":5,").contains("\"delivery_data\":null");
    assertThat(order.getString("deadline")).matches(".*T.*\\.\\d{3}Z");
    assertThat(order.getString("status")).isEqualTo("pending");
    assertThat(order.fieldNames())
        .containsSequence("id", "gig_id", "buyer_id", "seller_id", "tier", "price", "status");
  }

  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource({
    "pending, accepted, 200",
    "pending, rejected, 200",
    "pending, cancelled, 200",
    "pending, in_progress, 400",
    "pending, completed, 400",
    "accepted, accepted, 400",
    "accepted, in_progress, 200",
    "accepted, delivered, 400",
    "in_progress, delivered, 200",
    "in_progress, accepted, 400",
    "delivered, delivered, 400",
    "delivered, completed, 200",
    "delivered, revision_requested, 200",
    "delivered, disputed, 200",
    "revision_requested, in_progress, 200",
    "revision_requested, cancelled, 400",
    "disputed, resolved, 200",
    "completed, disputed, 400",
    "rejected, accepted, 400",
  })
  void theStateMachineIsTheirs(String from, String to, int status) throws Exception {
    String id = orderAt(from);
    HttpResponse<String> answer =
        patch(
            "/api/orders/" + id + "/status", "{\"status\":\"" + to + "\",\"agent_id\":\"nobody\"}");

    assertThat(answer.statusCode()).isEqualTo(status);
    if (status == 400) {
      assertThat(json(answer).getString("error"))
          .isEqualTo("Cannot go from \"" + from + "\" to \"" + to + "\"");
      assertThat(json(answer).getJsonArray("valid")).isNotNull();
    }
  }

  @Test
  void deliveriesAreNotIdempotentAndKeepTheirHash() throws Exception {
    String id = orderAt("accepted");
    String seller = json(get("/api/orders/" + id)).getString("seller_id");
    String body =
        "{\"agent_id\":\"%s\",\"delivery_data\":{\"content\":\"c\"},\"delivery_hash\":\"abc\"}";

    assertThat(post("/api/orders/" + id + "/deliver", body.formatted("other")).statusCode())
        .isEqualTo(403);
    JsonObject delivered = json(post("/api/orders/" + id + "/deliver", body.formatted(seller)));
    HttpResponse<String> again = post("/api/orders/" + id + "/deliver", body.formatted(seller));

    assertThat(delivered.getString("status")).isEqualTo("delivered");
    assertThat(delivered.getString("delivery_data")).isEqualTo("{\"content\":\"c\"}");
    assertThat(delivered.getString("delivery_hash")).isEqualTo("abc");
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.body()).isEqualTo("{\"error\":\"Cannot deliver from \\\"delivered\\\"\"}");
    assertThat(gigent.effects().deliveries()).containsEntry(id, 1);
    assertThat(gigent.effects().refusals()).containsEntry("delivered", 1);
    assertThat(get("/api/orders/none").body()).isEqualTo("{\"error\":\"Order not found\"}");
  }

  @Test
  void aListIsAPageOfTwentyUnlessMoreAreAskedFor() throws Exception {
    String seller = gigent.addAgent("seller");
    List<String> placed =
        gigent.addOrders(
            gigent.addGig(seller, "T", 2.5), gigent.addAgent("b"), 60, i -> "order " + i);
    String filter = "/api/orders?agent_id=" + seller + "&role=seller&status=pending";

    assertThat(ids(filter)).hasSize(20);
    assertThat(ids(filter + "&limit=5000")).containsExactlyInAnyOrderElementsOf(placed);
    gigent.move(placed.getFirst(), "accepted");
    assertThat(ids(filter + "&limit=5000")).hasSize(59).doesNotContain(placed.getFirst());
  }

  @Test
  void pagesOverAMovingListLoseOrders() throws Exception {
    String seller = gigent.addAgent("seller");
    String gig = gigent.addGig(seller, "T", 1);
    List<String> placed = gigent.addOrders(gig, gigent.addAgent("b"), 60, i -> "order " + i);
    Set<String> seen = new HashSet<>();
    for (int offset = 0; offset < 60; offset += 20) {
      List<String> page =
          ids("/api/orders?agent_id=" + seller + "&status=pending&limit=20&offset=" + offset);
      page.forEach(id -> gigent.move(id, "accepted"));
      seen.addAll(page);
    }

    assertThat(seen).hasSizeLessThan(placed.size());
  }

  @Test
  void knownAnswersAreNotSentAgain() throws Exception {
    HttpResponse<String> first = get("/api/health");
    String etag = first.headers().firstValue("etag").orElseThrow();
    HttpResponse<String> second =
        client.send(
            request("/api/health").header("If-None-Match", etag).build(), BodyHandlers.ofString());

    assertThat(etag).startsWith("W/\"");
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
    gigent.addAgent("new");
    assertThat(get("/api/health").headers().firstValue("etag")).isPresent().isNotEqualTo(etag);
  }

  @Test
  void whatIsStoredOutlivesTheListener() throws Exception {
    String id = orderAt("accepted");
    String before = standIn.url();
    standIn.stop();
    assertThatThrownBy(() -> get("/api/health")).isInstanceOf(IOException.class);
    standIn.start();

    assertThat(standIn.url()).isEqualTo(before);
    assertThat(json(get("/api/orders/" + id)).getString("status")).isEqualTo("accepted");
  }

  @Test
  void faultsComeBeforeOrAfterTheEffect() throws Exception {
    String before = orderAt("pending");
    String after = orderAt("pending");
    standIn.setFaults(new Faults(1, 0, 0, 0, 0, 0, 0));
    assertThat(accept(before).statusCode()).isEqualTo(500);
    standIn.setFaults(new Faults(0, 0, 0, 1, 0, 0, 0));
    assertThatThrownBy(() -> accept(after)).isInstanceOf(IOException.class);
    standIn.setFaults(new Faults(0, 0, 0, 0, 1, 0, 0));
    assertThat(get("/api/orders/" + after).body()).startsWith("{\"id\":").doesNotEndWith("}");
    standIn.setFaults(Faults.NONE);

    assertThat(gigent.effects().claims()).isEqualTo(Map.of(after, 1));
  }

  @Test
  void reviewsAreForCompletedOrdersOnceEach() throws Exception {
    String id = orderAt("completed");
    JsonObject order = json(get("/api/orders/" + id));
    String review =
        "{\"order_id\":\"%s\",\"reviewer_id\":\"%s\",\"rating\":5}"
            .formatted(id, order.getString("buyer_id"));

    assertThat(post("/api/reviews", review).statusCode()).isEqualTo(201);
    assertThat(post("/api/reviews", review).statusCode()).isEqualTo(409);
    assertThat(
            json(get("/api/reviews/agent/" + order.getString("seller_id"))).getJsonArray("reviews"))
        .hasSize(1);
  }

  @Test
  void tenThousandOrdersAreListedFast() throws Exception {
    String seller = gigent.addAgent("seller");
    gigent.addOrders(gigent.addGig(seller, "T", 1), gigent.addAgent("b"), 10_000, i -> "o" + i);
    String list = "/api/orders?agent_id=" + seller + "&role=seller&status=pending&limit=5000";
    get(list);
    long start = System.nanoTime();
    List<String> listed = ids(list);

    assertThat(listed).hasSize(5000);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }

  private String orderAt(String status) {
    String seller = gigent.addAgent("seller");
    String id =
        gigent
            .addOrders(gigent.addGig(seller, "T", 5), gigent.addAgent("b"), 1, i -> "write")
            .getFirst();
    List<String> way =
        switch (status) {
          case "accepted", "rejected", "cancelled" -> List.of(status);
          case "in_progress" -> List.of("accepted", "in_progress");
          case "delivered" -> List.of("accepted", "in_progress", "delivered");
          case "completed", "revision_requested", "disputed" ->
              List.of("accepted", "in_progress", "delivered", status);
          default -> List.of();
        };
    way.forEach(to -> assertThat(gigent.move(id, to).status()).isEqualTo(200));
    return id;
  }

  private List<String> ids(String path) throws Exception {
    JsonArray orders = json(get(path)).getJsonArray("orders");
    return orders.stream().map(order -> ((JsonObject) order).getString("id")).toList();
  }

  private HttpResponse<String> accept(String id) throws Exception {
    return patch("/api/orders/" + id + "/status", "{\"status\":\"accepted\"}");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return client.send(
        request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> patch(String path, String body) throws Exception {
    return client.send(
        request(path).method("PATCH", BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(standIn.url() + path))
        .header("Content-Type", "application/json");
  }

  private static JsonObject json(HttpResponse<String> answer) {
    return new JsonObject(answer.body());
  }

  private static String wallet() {
    return "0x" + "a".repeat(40);
  }
}
