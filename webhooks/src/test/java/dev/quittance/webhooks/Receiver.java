package dev.quittance.webhooks;

import com.standardwebhooks.Webhook;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

/** Receivers of all kinds on one port: each path behaves as it was told to. */
final class Receiver implements AutoCloseable {
  /** For what an attempt is left without an answer. */
  static final int HANG = -1;

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final Map<String, IntUnaryOperator> answers = new ConcurrentHashMap<>();
  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> tries = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<String> unsigned = new CopyOnWriteArrayList<>();

  /** What came in. */
  record Request(String path, String id, String body, int signatures, int status) {}

  Receiver() {
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::receive)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.actualPort() + path;
  }

  /**
   * Has a path answer.
   *
   * @param status from how often a message was tried at this path, from 1
   */
  void answer(String path, IntUnaryOperator status) {
    answers.put(path, status);
  }

  /** Has a path check signatures. */
  void expect(String path, String secret) {
    secrets.put(path, secret);
  }

  private void receive(HttpServerRequest request) {
    request
        .body()
        .onSuccess(buffer -> {
          String path = String.valueOf(request.path());
          String id = String.valueOf(request.getHeader("webhook-id"));
          String body = buffer.toString();
          check(path, request, body);
          int tried =
              tries.computeIfAbsent(path + " " + id, _ -> new AtomicInteger()).incrementAndGet();
          int status = answers.getOrDefault(path, _ -> 200).applyAsInt(tried);
          int signatures =
              String.valueOf(request.getHeader("webhook-signature")).split(" ", -1).length;
          requests.add(new Request(path, id, body, signatures, status));
          if (status == HANG) {
            return;
          }
          if (status / 100 == 3) {
            request.response().putHeader("location", url("/trap"));
          }
          if (status == 429) {
            request.response().putHeader("retry-after", "1");
          }
          request.response().setStatusCode(status).end();
        });
  }

  private void check(String path, HttpServerRequest request, String body) {
    String secret = secrets.get(path);
    if (secret == null) {
      return;
    }
    Map<String, List<String>> headers = new HashMap<>();
    request.headers().forEach(header -> headers.put(header.getKey(), List.of(header.getValue())));
    try {
      new Webhook(secret).verify(body, HttpHeaders.of(headers, (_, _) -> true));
    } catch (Exception e) {
      unsigned.add(path + " " + e);
    }
  }

  List<Request> at(String path) {
    return requests.stream().filter(request -> request.path().equals(path)).toList();
  }

  /** The messages that a path has taken. */
  Set<String> taken(String path) {
    return at(path).stream()
        .filter(request -> request.status() / 100 == 2)
        .map(Request::id)
        .collect(java.util.stream.Collectors.toSet());
  }

  /** What did not hold of signatures. */
  List<String> unsigned() {
    return unsigned;
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
