package dev.quittance.acceptance.line;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * A tenant that wants its orders taken: it asks again, at another gateway, under the same
 * idempotency key, until it has an answer.
 */
public final class Customer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final HttpClient http;
  private final Supplier<List<String>> gateways;
  private final String apiKey;
  private final List<String> accepted;

  Customer(HttpClient http, Supplier<List<String>> gateways, String apiKey, List<String> accepted) {
    this.http = http;
    this.gateways = gateways;
    this.apiKey = apiKey;
    this.accepted = accepted;
  }

  /** An answer; {@code status} is 0 when nobody answered. */
  public record Answer(int status, String text) {
    /** The body. */
    public JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON: " + text, e);
      }
    }
  }

  /** Places an order and gives its id once it is taken. */
  public String place(JsonNode order, String key) {
    Answer answer = insist(() -> tryToPlace(order, key));
    if (answer.status() != 202) {
      throw new AssertionError("order " + key + " is not taken: " + answer);
    }
    String orderId = answer.json().path("orderId").asText();
    synchronized (accepted) {
      if (!accepted.contains(orderId)) {
        accepted.add(orderId);
      }
    }
    return orderId;
  }

  /** Places an order, once, at each gateway that is there. */
  public Answer tryToPlace(JsonNode order, String key) {
    return send(
        "/v1/orders",
        request ->
            request
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "\"" + key + "\"")
                .POST(BodyPublishers.ofString(order.toString())));
  }

  /** Stores an input, once. */
  public Answer tryToStore(String sha256, byte[] input) {
    BodyPublisher body = BodyPublishers.ofByteArray(input);
    return send(
        "/v1/inputs/" + sha256,
        request -> request.header("Content-Type", "application/json").PUT(body));
  }

  /** What is known of an order. */
  public JsonNode order(String orderId) {
    return insist(() -> send("/v1/orders/" + orderId, HttpRequest.Builder::GET)).json();
  }

  /** A stored result. */
  public Answer result(String sha256) {
    return insist(() -> send("/v1/results/" + sha256, HttpRequest.Builder::GET));
  }

  private static Answer insist(Supplier<Answer> call) {
    long begun = System.nanoTime();
    while (true) {
      Answer answer = call.get();
      if (answer.status() != 0 && answer.status() < 500) {
        return answer;
      }
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new AssertionError("no useful answer in " + PATIENCE + ": " + answer);
      }
      Waiting.pause(PAUSE);
    }
  }

  private Answer send(String path, java.util.function.UnaryOperator<HttpRequest.Builder> with) {
    Answer last = new Answer(0, "there is no gateway");
    for (String gateway : gateways.get()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(gateway + path))
              .timeout(CALL_TIMEOUT)
              .header("Authorization", "Bearer " + apiKey);
      try {
        var response = http.send(with.apply(request).build(), BodyHandlers.ofString());
        last = new Answer(response.statusCode(), response.body());
        if (last.status() < 500) {
          return last;
        }
      } catch (IOException e) {
        // What a gateway says counts more than the silence of another one.
        last = last.status() == 0 ? new Answer(0, e.toString()) : last;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
    return last;
  }
}
