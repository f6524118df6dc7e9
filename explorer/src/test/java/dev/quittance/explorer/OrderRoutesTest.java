package dev.quittance.explorer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.explorer.fold.RecentViews;
import dev.quittance.explorer.fold.ViewFold;
import dev.quittance.explorer.http.OrderJson;
import dev.quittance.explorer.http.OrderRoutes;
import dev.quittance.explorer.store.RocksStore;
import dev.quittance.planning.Catalogue;
import dev.quittance.planning.document.ApiKey;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Scope;
import dev.quittance.planning.document.Tenant;
import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.platform.events.OrderEvent;
import dev.quittance.platform.http.ApiKeys;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.http.OpenApiContract;
import dev.quittance.receipts.log.EpochPartitions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderRoutesTest {
  private static final byte[] RESULT = "\"output0\"".getBytes(UTF_8);
  private static final OpenApiContract CONTRACT = OpenApiContract.published();
  private static final Catalogue CATALOGUE =
      Catalogue.EMPTY.foldPolicy(0, tenant("acme")).foldPolicy(1, tenant("other"));

  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir private Path directory;
  private RocksStore store;
  private HttpHost host;

  private static Tenant tenant(String id) {
    return new Tenant(
        id,
        id,
        Stories.AGENT,
        "standard",
        List.of(Hash32.sha256((id + "-key").getBytes(UTF_8))),
        id.equals("acme") ? Tenant.Status.SUSPENDED : Tenant.Status.ACTIVE,
        List.of(
            new ApiKey(
                Hash32.sha256((id + "-writer-key").getBytes(UTF_8)),
                List.of(Scope.ORDERS_WRITE),
                null)),
        null);
  }

  @BeforeEach
  void start() {
    store = RocksStore.open(directory.resolve("view"));
    DirectoryBlobStore blobs = new DirectoryBlobStore(directory.resolve("blobs"));
    blobs.put(RESULT);
    host =
        HttpHost.open(
            "127.0.0.1",
            0,
            List.of(
                new OrderRoutes(
                    new ApiKeys(() -> CATALOGUE),
                    new OrderViews(store, 2),
                    blobs,
                    new OrderJson(EpochPartitions.first("receipts", 8)))));
  }

  @AfterEach
  void stop() {
    host.close();
    store.close();
    client.close();
  }

  private void tell(String order, OrderEvent... events) {
    try (RocksStore.Batch batch = store.batch()) {
      ViewFold fold = new ViewFold(batch, new RecentViews(1), _ -> {});
      for (OrderEvent event : events) {
        fold.order(Stories.id(order), event);
      }
      fold.flush();
      batch.commit();
    }
  }

  private HttpResponse<String> get(String path, String tenant) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + path))
            .header("Authorization", "Bearer " + tenant + "-key")
            .build();
    try {
      return CONTRACT.check(client.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void showsAnOrderToItsTenantOnly() {
    tell("order", Stories.completed().toArray(OrderEvent[]::new));
    String path = "/v1/orders/" + Stories.id("order");

    JsonObject order = new JsonObject(get(path, "acme").body());

    assertThat(order.getString("status")).isEqualTo("SETTLED");
    assertThat(order.getBoolean("proven")).isTrue();
    assertThat(order.getString("budget")).isEqualTo("10");
    assertThat(order.getJsonObject("settlement"))
        .isEqualTo(
            new JsonObject()
                .put("spent", "3")
                .put("fees", "1")
                .put("refunded", "7")
                .put("settledAt", "2026-01-04T23:40:00.050Z"));
    JsonObject step = order.getJsonArray("steps").getJsonObject(1);
    assertThat(step.getString("vendor")).isEqualTo("scribe");
    assertThat(step.getString("verdict")).isEqualTo("COMPLETED");
    assertThat(step.getJsonObject("receipt").getLong("seq")).isEqualTo(7);
    assertThat(get(path, "other").statusCode()).isEqualTo(404);
    assertThat(get("/v1/orders/" + Stories.id("none"), "acme").statusCode()).isEqualTo(404);
    assertThat(get("/v1/orders/nonsense", "acme").statusCode()).isEqualTo(404);
    assertThat(get(path, "nobody").statusCode()).isEqualTo(401);
  }

  /** What the document says of these operations, all of it comes about. */
  @Test
  void everyDocumentedAnswerIsGiven() {
    tell("order", Stories.completed().toArray(OrderEvent[]::new));
    tell("done", brought(Hash32.sha256(RESULT).hex()));
    List<String> found =
        List.of(
            "/v1/orders",
            "/v1/orders/" + Stories.id("order"),
            "/v1/results/" + Hash32.sha256(RESULT).hex());
    for (String path : found) {
      assertThat(get(path, "acme").statusCode()).as(path).isEqualTo(200);
      assertThat(get(path, "nobody").statusCode()).as(path).isEqualTo(401);
      assertThat(get(path, "acme-writer").statusCode()).as(path).isEqualTo(403);
    }
    get("/v1/orders?limit=0", "acme");
    get("/v1/orders/" + Stories.id("none"), "acme");
    get("/v1/results/" + Stories.id("none"), "acme");

    assertThat(
            CONTRACT.unseen(
                Set.of("GET /v1/orders", "GET /v1/orders/{orderId}", "GET /v1/results/{sha256}")))
        .isEmpty();
  }

  @Test
  void saysWhyAnOrderWasRefused() {
    tell("order", Stories.requested(), Stories.executed(-1, 4));

    JsonObject order = new JsonObject(get("/v1/orders/" + Stories.id("order"), "acme").body());

    assertThat(order.getString("status")).isEqualTo("REFUSED");
    assertThat(order.getString("code")).isEqualTo("code-4");
    assertThat(order.getString("message")).isEqualTo("message 4");
    assertThat(order.getJsonArray("steps")).isEmpty();
  }

  @Test
  void listsNewestFirstInPages() {
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      tell("order" + i, new OrderEvent.Requested("acme", Stories.AT_MS + i));
      newestFirst.addFirst(Stories.id("order" + i));
    }
    tell("theirs", new OrderEvent.Requested("other", Stories.AT_MS));
    tell("order7", Stories.executed(-1, 4));

    List<String> seen = new ArrayList<>();
    String path = "/v1/orders?limit=10";
    for (int page = 0; page < 3; page++) {
      JsonObject json = new JsonObject(get(path, "acme").body());
      json.getJsonArray("orders")
          .forEach(order -> seen.add(((JsonObject) order).getString("orderId")));
      path = "/v1/orders?limit=10&cursor=" + json.getString("next");
      assertThat(json.containsKey("next")).isEqualTo(page < 2);
    }

    assertThat(seen).isEqualTo(newestFirst);
    JsonObject refused = new JsonObject(get("/v1/orders?status=refused", "acme").body());
    assertThat(refused.getJsonArray("orders").getJsonObject(0).getString("orderId"))
        .isEqualTo(Stories.id("order7"));
    assertThat(refused.getJsonArray("orders")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=501",
        "limit=x",
        "since=yesterday",
        "until=2026-13-01T00:00:00Z",
        "service=A%20B",
        "status=done",
        "cursor=zz",
        "tenant=other",
        "a=1"
      })
  void refusesQueriesThatItCannotAnswer(String query) {
    HttpResponse<String> response = get("/v1/orders?" + query, "acme");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(response.body()).getJsonArray("errors")).hasSize(1);
  }

  @Test
  void givesResultsToTheTenantWhoseOrderBroughtThem() {
    String hash = Hash32.sha256(RESULT).hex();
    tell("order", brought(hash));
    String path = "/v1/results/" + hash;

    assertThat(get(path, "acme").body()).isEqualTo("\"output0\"");
    assertThat(get(path, "other").statusCode()).isEqualTo(404);
    assertThat(get("/v1/results/" + Stories.id("output1"), "acme").statusCode()).isEqualTo(404);
  }

  private static OrderEvent brought(String hash) {
    OrderEvent.Executed done = Stories.executed(0, 1);
    return new OrderEvent.Executed(
        done.stepId(),
        0,
        done.agent(),
        1,
        "",
        "",
        hash,
        done.executor(),
        "acme",
        done.service(),
        done.atMs());
  }

  @Test
  void filtersByServiceAndTime() {
    for (int i = 0; i < 6; i++) {
      tell("order" + i, new OrderEvent.Requested("acme", Stories.AT_MS + i));
    }
    tell("order2", Stories.accepted(2));
    String at = "2026-01-04T23:40:00.00";

    assertThat(listed("service=extraction")).containsExactly(Stories.id("order2"));
    assertThat(listed("service=translation")).isEmpty();
    assertThat(listed("since=%s3Z&until=%s4Z".formatted(at, at)))
        .containsExactly(Stories.id("order4"), Stories.id("order3"));
    assertThat(listed("since=" + (Stories.AT_MS + 5))).containsExactly(Stories.id("order5"));
    assertThat(listed("until=" + (Stories.AT_MS - 1))).isEmpty();
    assertThat(listed("since=0&until=" + Stories.AT_MS)).containsExactly(Stories.id("order0"));
    JsonObject first =
        new JsonObject(get("/v1/orders?limit=2&until=%s3Z".formatted(at), "acme").body());
    assertThat(
            listed(
                "limit=2&until=%s3Z&since=%s1Z&cursor=%s"
                    .formatted(at, at, first.getString("next"))))
        .containsExactly(Stories.id("order1"));
  }

  private List<String> listed(String query) {
    return new JsonObject(get("/v1/orders?" + query, "acme").body())
        .getJsonArray("orders").stream()
            .map(order -> ((JsonObject) order).getString("orderId"))
            .toList();
  }
}
