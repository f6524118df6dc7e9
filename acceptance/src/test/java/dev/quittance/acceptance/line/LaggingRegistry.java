package dev.quittance.acceptance.line;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quittance.schemas.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The registry as stages see it through replicas that lag: each stage has one of its own, which may
 * not know yet what others write with, or tell a newer schema than the one that was asked for.
 */
public final class LaggingRegistry implements AutoCloseable {
  private static final Pattern BY_ID = Pattern.compile("(.*/ids/contentIds/)(\\d+)(/.*)?");
  private static final Pattern CONTENT_ID = Pattern.compile("\"contentId\"\\s*:\\s*(\\d+)");
  private static final int NO_ID = 999_999;

  private final URI registry;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final Set<String> hidden = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> newer = new ConcurrentHashMap<>();

  private LaggingRegistry(URI registry) throws IOException {
    this.registry = registry;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  /** Stands in front of a registry; nothing lags yet. */
  public static LaggingRegistry before(String registryUrl) throws IOException {
    return new LaggingRegistry(URI.create(registryUrl));
  }

  /** The replica of a stage. */
  public String urlOf(String stage) {
    return "http://127.0.0.1:%d/%s%s"
        .formatted(server.getAddress().getPort(), stage, registry.getPath());
  }

  /** The schema of a topic has not come to a stage's replica. */
  public void hide(String stage, Topic<?> topic) {
    hidden.add(entry(stage, contentId(topic)));
  }

  /** Now it has. */
  public void reveal(String stage, Topic<?> topic) {
    hidden.remove(entry(stage, contentId(topic)));
  }

  /** What a stage takes for the schema of a topic, when it looks for it, has another id. */
  public void tell(String stage, Topic<?> topic, int contentId) {
    newer.put(entry(stage, contentId(topic)), contentId);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
    http.close();
  }

  private int contentId(Topic<?> topic) {
    URI latest =
        URI.create(
            "%s/groups/default/artifacts/%s-value/versions/branch=latest"
                .formatted(registry, topic.name()));
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(latest).build(), BodyHandlers.ofString());
    Matcher id = CONTENT_ID.matcher(answer.body());
    if (answer.statusCode() != 200 || !id.find()) {
      throw new AssertionError("no schema of " + topic.name() + ": " + answer.body());
    }
    return Integer.parseInt(id.group(1));
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().toString().split("/", 3);
      HttpRequest.Builder request =
          HttpRequest.newBuilder(registry.resolve("/" + lagging(path[1], path[2])))
              .method(
                  exchange.getRequestMethod(),
                  BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      copy(exchange, request, "Content-Type");
      copy(exchange, request, "Accept");
      HttpResponse<byte[]> answer = send(request.build(), BodyHandlers.ofByteArray());
      byte[] body = renewed(path[1], answer.body());
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().add("Content-Type", type));
      exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static void copy(HttpExchange exchange, HttpRequest.Builder request, String header) {
    String value = exchange.getRequestHeaders().getFirst(header);
    if (value != null) {
      request.header(header, value);
    }
  }

  /** A request for what is hidden becomes one for what nobody has: the registry itself says no. */
  private String lagging(String stage, String path) {
    Matcher byId = BY_ID.matcher(path);
    if (byId.matches() && hidden.contains(entry(stage, Integer.parseInt(byId.group(2))))) {
      return byId.group(1) + NO_ID + (byId.group(3) == null ? "" : byId.group(3));
    }
    return path;
  }

  private byte[] renewed(String stage, byte[] body) {
    if (newer.isEmpty()) {
      return body;
    }
    String text = new String(body, StandardCharsets.UTF_8);
    return CONTENT_ID
        .matcher(text)
        .replaceAll(found -> {
          Integer other = newer.get(entry(stage, Integer.parseInt(found.group(1))));
          return other == null ? found.group() : "\"contentId\":" + other;
        })
        .getBytes(StandardCharsets.UTF_8);
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return http.send(request, body);
    } catch (IOException e) {
      throw new AssertionError("the registry does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String entry(String stage, int contentId) {
    return stage + "/" + contentId;
  }
}
