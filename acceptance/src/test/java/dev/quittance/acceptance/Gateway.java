package dev.quittance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** The HTTP interface as a tenant uses it. */
final class Gateway implements AutoCloseable {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration ORDER_TIMEOUT = Duration.ofMinutes(2);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final String apiKey;

  /**
   * @param url without path
   */
  Gateway(String url, String apiKey) {
    this.url = url;
    this.apiKey = apiKey;
  }

  /**
   * An answer.
   *
   * @param text the body as it came
   */
  record Answer(int status, String text) {
    JsonNode json() {
      return Orders.parse(text);
    }

    /** The last part of the problem's type. */
    String problem() {
      return json().path("type").asText().replaceFirst(".*:", "");
    }

    String orderId() {
      assertThat(status).as(text).isEqualTo(202);
      return json().path("orderId").asText();
    }
  }

  /** Places an order under an id of its own. */
  Answer post(Object body) {
    return post(body, UUID.randomUUID().toString());
  }

  /** Places an order under an idempotency key. */
  Answer post(Object body, String idempotencyKey) {
    return send(
        request("/v1/orders", apiKey)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "\"" + idempotencyKey + "\"")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  /** Places an order with a key of one's own making. */
  Answer postWithApiKey(Object body, String someKey) {
    return send(
        request("/v1/orders", someKey)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  /** Stores an input. */
  Answer putInput(String sha256, byte[] input) {
    return send(
        request("/v1/inputs/" + sha256, apiKey)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofByteArray(input)));
  }

  /** Gets a resource. */
  Answer get(String path) {
    return send(request(path, apiKey).GET());
  }

  /** Waits until the work on an order is over and proven, and gives what is known of it then. */
  JsonNode outcome(String orderId) {
    return order(
        orderId, order -> order.path("settled").asBoolean() && order.path("proven").asBoolean());
  }

  /** The first order with a status. */
  JsonNode firstOrder(String status) {
    return get("/v1/orders?limit=1&status=" + status).json().path("orders").path(0);
  }

  /** The highest sequence number by agent and lane, of the receipts of the latest orders. */
  Map<String, Long> lastSeqs() {
    Map<String, Long> last = new HashMap<>();
    for (JsonNode order : get("/v1/orders").json().path("orders")) {
      JsonNode whole = get("/v1/orders/" + order.path("orderId").asText()).json();
      for (JsonNode receipt : whole.findValues("receipt")) {
        last.merge(sequence(receipt), receipt.path("seq").asLong(), Math::max);
      }
    }
    return last;
  }

  /** Waits until an order is as wanted, and gives it. */
  JsonNode order(String orderId, Predicate<JsonNode> wanted) {
    Answer last =
        await("order " + orderId)
            .atMost(ORDER_TIMEOUT)
            .pollInterval(Duration.ofMillis(200))
            .until(
                () -> get("/v1/orders/" + orderId),
                answer -> answer.status() == 200 && wanted.test(answer.json()));
    return last.json();
  }

  /** What a receipt is numbered within: its agent and its lane. */
  static String sequence(JsonNode receipt) {
    return receipt.path("agent").asText() + "/" + receipt.path("lane").asText();
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }

  private HttpRequest.Builder request(String path, String key) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(CALL_TIMEOUT)
        .header("Authorization", "Bearer " + key);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new AssertionError("no answer from " + url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
