package dev.quittance.acceptance.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tenant's webhook, with the receiver that it leads to on loopback. */
public final class TenantWebhook implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String api;
  private final String apiKey;
  private final HttpServer receiver;
  private final List<String> types = new CopyOnWriteArrayList<>();
  private final List<String> secrets = new ArrayList<>();
  private String id = "";

  private TenantWebhook(String stageUrl, String apiKey) throws IOException {
    this.api = stageUrl + "/v1/webhooks";
    this.apiKey = apiKey;
    this.receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", this::receive);
    receiver.start();
  }

  /**
   * Registers one that is told of everything.
   *
   * @param stageUrl where the stage {@code webhooks} listens
   */
  public static TenantWebhook register(String stageUrl, String apiKey)
      throws IOException, InterruptedException {
    TenantWebhook webhook = new TenantWebhook(stageUrl, apiKey);
    try {
      String url = "http://127.0.0.1:" + webhook.receiver.getAddress().getPort() + "/hook";
      JsonNode made = webhook.post("", JSON.createObjectNode().put("url", url).toString());
      webhook.id = made.path("id").asText();
      webhook.secrets.add(made.path("secret").asText());
      return webhook;
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      webhook.close();
      throw e;
    }
  }

  /** Changes its secret. */
  public void rotate() throws IOException, InterruptedException {
    secrets.add(post("/" + id + "/secret", "").path("secret").asText());
  }

  /** Every secret that it had, {@code whsec_…}. */
  public List<String> secrets() {
    return List.copyOf(secrets);
  }

  /** The types of what came in, by the body of each message. */
  public List<String> received() {
    return List.copyOf(types);
  }

  private JsonNode post(String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + path))
            .header("authorization", "Bearer " + apiKey)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError("the webhooks API says " + answer.statusCode() + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      types.add(JSON.readTree(body).path("type").asText());
      exchange.sendResponseHeaders(204, -1);
    }
  }

  @Override
  public void close() {
    receiver.stop(0);
    http.shutdownNow();
  }
}
