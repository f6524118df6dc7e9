package dev.quittance.executors;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server on the loopback interface that behaves as the path of a request asks for. */
public final class StubServer implements AutoCloseable {
  /** What came in; header names in lower case. */
  public record Received(String method, String uri, Map<String, String> headers, String body) {}

  /** Answers a request whose body was read. */
  @FunctionalInterface
  public interface Behaviour {
    /** Ends the response, or not. */
    void answer(Vertx vertx, Received request, HttpServerResponse response);
  }

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final Map<String, Behaviour> behaviours;
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();
  private final CountDownLatch connectionEnded = new CountDownLatch(1);
  private final AtomicInteger connections = new AtomicInteger();

  /** Opens a server; unknown paths get 404. */
  public StubServer(Map<String, Behaviour> behaviours) {
    this.behaviours = new ConcurrentHashMap<>(behaviours);
    this.server =
        vertx
            .createHttpServer()
            .connectionHandler(connection -> {
              connections.incrementAndGet();
              connection.closeHandler(_ -> connectionEnded.countDown());
            })
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  /** From now on a path behaves like this. */
  public void on(String path, Behaviour behaviour) {
    behaviours.put(path, behaviour);
  }

  private void handle(HttpServerRequest request) {
    request
        .body()
        .onSuccess(body -> {
          Map<String, String> headers = new HashMap<>();
          request
              .headers()
              .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
          Received seen =
              new Received(request.method().name(), request.uri(), headers, body.toString("UTF-8"));
          received.add(seen);
          behaviours
              .getOrDefault(request.path(), status(404, "{\"error\":\"no such path\"}"))
              .answer(vertx, seen, request.response());
        });
  }

  /** A status with a JSON body and further headers, name and value by turns. */
  public static Behaviour status(int status, String body, String... headers) {
    return (_, _, response) -> {
      response.setStatusCode(status).putHeader("content-type", "application/json");
      for (int i = 0; i < headers.length; i += 2) {
        response.putHeader(headers[i], headers[i + 1]);
      }
      response.end(body);
    };
  }

  /** No answer at all. */
  public static Behaviour hang() {
    return (_, _, _) -> {};
  }

  /** The head and the first bytes of a body, and then the end of the connection. */
  public static Behaviour truncated() {
    return (vertx, _, response) -> {
      response.putHeader("content-length", "1000").write("{\"success\":tr");
      vertx.setTimer(20, _ -> response.reset());
    };
  }

  /** A byte now and then, without end. */
  public static Behaviour trickle() {
    return (vertx, _, response) -> {
      response.setChunked(true);
      vertx.setPeriodic(
          20,
          timer -> {
            if (response.closed()) {
              vertx.cancelTimer(timer);
            } else {
              response.write(" ");
            }
          });
    };
  }

  /** A body of so many bytes. */
  public static Behaviour huge(int bytes) {
    return (_, _, response) -> response.end("x".repeat(bytes));
  }

  /** An answer after some time. */
  public static Behaviour late(long delayMs, Behaviour then) {
    return (vertx, request, response) ->
        vertx.setTimer(delayMs, _ -> then.answer(vertx, request, response));
  }

  public int port() {
    return server.actualPort();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  public List<Received> received() {
    return List.copyOf(received);
  }

  public int connections() {
    return connections.get();
  }

  /** Whether a client gave up a connection within the time. */
  public boolean sawConnectionEnd(long timeoutMs) throws InterruptedException {
    return connectionEnded.await(timeoutMs, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
