package dev.quittance.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Receivers of webhooks, a port of their own each, that answer 200 at once and remember which
 * messages they have. Thread-safe.
 */
final class BenchReceiver implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final List<HttpServer> servers = new ArrayList<>();
  private final Set<String> messages = ConcurrentHashMap.newKeySet();

  BenchReceiver(int count) {
    for (int i = 0; i < count; i++) {
      servers.add(
          vertx
              .createHttpServer()
              .requestHandler(this::receive)
              .listen(0, "127.0.0.1")
              .toCompletionStage()
              .toCompletableFuture()
              .join());
    }
  }

  private void receive(HttpServerRequest request) {
    request
        .body()
        .onSuccess(_ -> {
          messages.add(String.valueOf(request.getHeader("webhook-id")));
          request.response().end();
        });
  }

  String url(int index) {
    return "http://127.0.0.1:" + servers.get(index).actualPort() + "/hook";
  }

  /** How many different messages have come since {@link #forget}. */
  int received() {
    return messages.size();
  }

  void forget() {
    messages.clear();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
