package dev.quittance.market.gigent;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.market.gigent.GigentOrder.Status;
import dev.quittance.platform.http.BlockingHttp;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Gigent's REST API, for callers that may block. Safe for any number of threads.
 *
 * <p>An {@link IOException} says that the back end can't be asked now, or that its answer is not
 * one: refused connections, 5xx, 429, 304, texts that are cut off. What the request was to do may
 * have been done.
 */
final class GigentApi implements AutoCloseable {
  /** Prices must keep the digits that they were written with. */
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Orders of one list, which is never paged: it moves. */
  static final int LIST_LIMIT = 5000;

  /** Orders of the longest list that is asked for. */
  private static final int LONGEST_LIST = 64 * LIST_LIMIT;

  private static final int CONNECTIONS = 64;
  private static final long TIMEOUT_MS = 20_000;
  private static final int READS = 3;
  private static final Duration READ_PAUSE = Duration.ofMillis(50);
  private static final int GIGS_LIMIT = 1000;

  private final String url;
  private final Transport transport;

  /** Sends requests. */
  interface Transport extends AutoCloseable {
    BlockingHttp.Answer send(
        HttpMethod method, String url, Map<String, String> headers, byte @Nullable [] body)
        throws IOException;

    @Override
    void close();
  }

  /**
   * @param url of the back end, without a slash at the end
   */
  GigentApi(String url, Transport transport) {
    this.url = url;
    this.transport = transport;
  }

  /** The API over HTTP. */
  static GigentApi over(String url) {
    return new GigentApi(url, http());
  }

  /** Requests over HTTP, many at once. */
  static Transport http() {
    BlockingHttp http = new BlockingHttp(TIMEOUT_MS, CONNECTIONS);
    // Waits here: in the client's own queue a request's time would run.
    Semaphore places = new Semaphore(CONNECTIONS);
    return new Transport() {
      @Override
      public BlockingHttp.Answer send(
          HttpMethod method, String url, Map<String, String> headers, byte @Nullable [] body)
          throws IOException {
        try {
          places.acquire();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted before a request", e);
        }
        try {
          return http.send(method, url, headers, body);
        } finally {
          places.release();
        }
      }

      @Override
      public void close() {
        http.close();
      }
    };
  }

  /** What the back end says to a request that it understood. */
  sealed interface Reply {
    /** It did so. */
    record Ok(JsonNode body) implements Reply {}

    /**
     * It won't.
     *
     * @param status 4xx
     * @param error in its words
     */
    record Refused(int status, String error) implements Reply {}
  }

  Reply register(ObjectNode profile) throws IOException {
    return call(HttpMethod.POST, "/api/agents/register", "", profile);
  }

  Reply agent(String agentId) throws IOException {
    return call(HttpMethod.GET, "/api/agents/" + encoded(agentId), "", null);
  }

  Reply heartbeat(String agentId) throws IOException {
    String path = "/api/agents/" + encoded(agentId) + "/heartbeat";
    return call(HttpMethod.POST, path, "", JSON.createObjectNode());
  }

  /** Publishes a gig, in the name of whoever has the key. */
  Reply postGig(ObjectNode gig, String apiKey) throws IOException {
    return call(HttpMethod.POST, "/api/gigs", apiKey, gig);
  }

  /** A page of an agent's gigs. */
  Reply gigs(String agentId, int offset) throws IOException {
    String query = "?agent_id=" + encoded(agentId) + "&limit=" + GIGS_LIMIT + "&offset=" + offset;
    return call(HttpMethod.GET, "/api/gigs" + query, "", null);
  }

  /** An agent's orders with a status, the newest {@link #LIST_LIMIT} of them. */
  List<GigentOrder> orders(String agentId, Status status) throws IOException {
    return read(list(agentId, status, LIST_LIMIT), agentId, status);
  }

  /**
   * An agent's orders with a status, all of them: a list that comes back full is asked for again,
   * twice as long.
   */
  List<GigentOrder> allOrders(String agentId, Status status) throws IOException {
    int limit = LIST_LIMIT;
    JsonNode orders = list(agentId, status, limit);
    while (orders.size() >= limit && limit < LONGEST_LIST) {
      limit *= 2;
      orders = list(agentId, status, limit);
    }
    return read(orders, agentId, status);
  }

  private static List<GigentOrder> read(JsonNode orders, String agentId, Status status) {
    return StreamSupport.stream(orders.spliterator(), false)
        .flatMap(order -> GigentOrder.read(order).stream())
        // what a back end shows of others, or of another status, is none of ours
        .filter(order -> order.sellerId().equals(agentId) && order.status() == status)
        .toList();
  }

  private JsonNode list(String agentId, Status status, int limit) throws IOException {
    String query =
        "?agent_id=%s&role=seller&status=%s&limit=%d"
            .formatted(encoded(agentId), status.onTheWire(), limit);
    return switch (call(HttpMethod.GET, "/api/orders" + query, "", null)) {
      case Reply.Ok(JsonNode body) when body.path("orders").isArray() -> body.path("orders");
      case Reply.Ok _ -> throw new IOException("Gigent's list of orders has no orders in it");
      case Reply.Refused(int code, String error) ->
          throw new IOException("Gigent lists no orders: " + code + " " + error);
    };
  }

  /** An order with its messages; empty when there is none. */
  Optional<GigentOrder> order(String id) throws IOException {
    return switch (call(HttpMethod.GET, "/api/orders/" + encoded(id), "", null)) {
      case Reply.Ok(JsonNode body) ->
          Optional.of(
              GigentOrder.read(body)
                  .orElseThrow(() -> new IOException("Gigent's order " + id + " is none")));
      case Reply.Refused(int code, String _) when code == 404 -> Optional.empty();
      case Reply.Refused(int code, String error) ->
          throw new IOException("Gigent does not show order " + id + ": " + code + " " + error);
    };
  }

  Reply move(String id, Status to, String agentId) throws IOException {
    ObjectNode body =
        JSON.createObjectNode().put("status", to.onTheWire()).put("agent_id", agentId);
    return call(HttpMethod.PATCH, "/api/orders/" + encoded(id) + "/status", "", body);
  }

  Reply deliver(String id, String agentId, JsonNode data, String hash) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("agent_id", agentId);
    body.set("delivery_data", data);
    body.put("delivery_hash", hash);
    return call(HttpMethod.POST, "/api/orders/" + encoded(id) + "/deliver", "", body);
  }

  Reply say(String id, String senderId, String content) throws IOException {
    ObjectNode body =
        JSON.createObjectNode()
            .put("sender_id", senderId)
            .put("content", content)
            .put("message_type", "text");
    return call(HttpMethod.POST, "/api/orders/" + encoded(id) + "/messages", "", body);
  }

  /** Reads are tried some times: one that fails stands for a whole look. */
  private Reply call(HttpMethod method, String path, String apiKey, @Nullable JsonNode body)
      throws IOException {
    for (int left = method.equals(HttpMethod.GET) ? READS : 1; ; left--) {
      try {
        return callOnce(method, path, apiKey, body);
      } catch (IOException e) {
        if (left == 1 || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(READ_PAUSE.toNanos());
      }
    }
  }

  private Reply callOnce(HttpMethod method, String path, String apiKey, @Nullable JsonNode body)
      throws IOException {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", "application/json");
    headers.put("Cache-Control", "no-cache");
    if (body != null) {
      headers.put("Content-Type", "application/json");
    }
    if (!apiKey.isEmpty()) {
      headers.put("X-API-Key", apiKey);
    }
    BlockingHttp.Answer answer =
        transport.send(
            method, url + path, headers, body == null ? null : body.toString().getBytes(UTF_8));
    boolean isRefusal =
        answer.status() / 100 == 4 && answer.status() != 429 && answer.status() != 408;
    if (!answer.isSuccess() && !isRefusal) {
      throw new IOException("Gigent answers " + method + " " + path + " with " + answer.status());
    }
    JsonNode json = json(answer.body(), method + " " + path);
    return answer.isSuccess()
        ? new Reply.Ok(json)
        : new Reply.Refused(answer.status(), json.path("error").asText(""));
  }

  private static JsonNode json(String text, String request) throws IOException {
    try {
      JsonNode json = JSON.readTree(text);
      if (json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      // said below, without the text: it may hold a key
    }
    throw new IOException("Gigent's answer to " + request + " is no whole JSON object");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    transport.close();
  }
}
