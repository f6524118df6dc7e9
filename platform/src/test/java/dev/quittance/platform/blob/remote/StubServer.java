package dev.quittance.platform.blob.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on loopback that breaks down in the ways that it is told, then works. */
abstract class StubServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Trouble> troubles = new ConcurrentLinkedQueue<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();

  StubServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** What happens to one request. */
  sealed interface Trouble {
    /** It is answered with a status alone. */
    record Status(int status) implements Trouble {}

    /** Its answer ends before its time. */
    record Truncated() implements Trouble {}

    /** Its answer takes its time. */
    record Slow(long ms) implements Trouble {}
  }

  /** What is answered. */
  @SuppressWarnings("ArrayRecordComponent")
  record Reply(int status, byte[] body) {
    static Reply json(int status, String json) {
      return new Reply(status, json.getBytes(StandardCharsets.UTF_8));
    }
  }

  abstract Reply answer(HttpExchange exchange, byte[] body) throws IOException;

  URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** The next requests meet these. */
  void troubled(Trouble... next) {
    troubles.addAll(List.of(next));
  }

  /** Method and path of each request. */
  List<String> calls() {
    return calls;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      byte[] body = exchange.getRequestBody().readAllBytes();
      switch (troubles.poll()) {
        case null -> send(exchange, answer(exchange, body), 0);
        case Trouble.Status(int status) -> send(exchange, new Reply(status, new byte[0]), 0);
        case Trouble.Truncated() -> send(exchange, answer(exchange, body), 1);
        case Trouble.Slow(long ms) -> {
          pause(ms);
          send(exchange, answer(exchange, body), 0);
        }
      }
    }
  }

  private static void send(HttpExchange exchange, Reply reply, int missing) throws IOException {
    int length = reply.body().length;
    exchange.sendResponseHeaders(reply.status(), length == 0 ? -1 : length);
    exchange.getResponseBody().write(reply.body(), 0, Math.max(0, length - missing));
  }

  private static void pause(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
