package dev.quittance.platform.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quittance.platform.deploy.SchemaRegistry.Registered;
import dev.quittance.platform.http.BlockingHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registry that keeps its data in Kafka may leave any question without an answer for a while. */
final class SchemaRegistryTest {
  private static final long TIMEOUT_MS = 30_000;

  private final ConcurrentMap<String, Integer> asked = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingHttp http = new BlockingHttp(TIMEOUT_MS);
  private HttpServer server;
  private SchemaRegistry registry;
  private volatile int unanswered;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    registry = new SchemaRegistry(http, "http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void end() {
    server.stop(0);
    threads.close();
    http.close();
  }

  @Test
  void eachQuestionIsAskedAgain() throws IOException {
    unanswered = 1;
    assertThat(registry.register("plans-value", "\"string\""))
        .isEqualTo(new Registered(7, "1", false));
    assertThat(registry.requireFullTransitive("plans-value")).isTrue();
    assertThat(asked.values()).as("the versions are asked for twice").containsOnly(2, 2, 2, 3);
  }

  @Test
  void theLastSilenceIsSaid() {
    unanswered = Integer.MAX_VALUE;
    assertThatThrownBy(() -> registry.register("plans-value", "\"string\""))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no answer from http://127.0.0.1:")
        .hasMessageContaining("/groups/default/artifacts/plans-value");
    assertThat(asked).hasSize(1).containsValue(4);
  }

  @Test
  void aRefusalIsSaidAtOnce() throws IOException {
    assertThatThrownBy(() -> registry.requireFullTransitive("refused"))
        .isInstanceOf(IOException.class)
        .hasMessage("the registry refuses the schema of refused (HTTP 422): not so");
    assertThat(asked).hasSize(1).containsValue(1);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String question = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    if (asked.merge(question, 1, Integer::sum) <= unanswered) {
      exchange.close();
      return;
    }
    byte[] body =
        (question.contains("/refused/")
                ? "{\"title\":\"not so\"}"
                : "{\"count\":1,\"version\":{\"contentId\":7,\"version\":\"1\"}}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(question.contains("/refused/") ? 422 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
