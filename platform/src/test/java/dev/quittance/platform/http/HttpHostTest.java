package dev.quittance.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.platform.http.BlockingHttp.Answer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpHostTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpHost.Routes ORDERS =
      (_, router) -> router.get("/v1/orders").handler(request -> request.response().end("[]"));

  private static final String HEAD = "POST /v1/bodies HTTP/1.1\r\nhost: here\r\n";

  private final AtomicInteger endedBodies = new AtomicInteger();
  private final BlockingHttp http = new BlockingHttp(60_000);

  /** A client that is told 404 gives up an order which it only had to send again. */
  @Test
  void aPathOfAPartThatComesLaterIsAskedForAgain() throws IOException {
    try (http;
        HttpHost host = HttpHost.openEarly("127.0.0.1", 0, List.of())) {
      Answer early = get(host, "/v1/orders");
      host.mount(List.of(ORDERS));

      assertThat(early.status()).isEqualTo(503);
      assertThat(early.headers()).containsEntry("Retry-After", "1");
      assertThat(early.body()).contains("urn:quittance:problem:starting");
      assertThat(get(host, "/v1/orders").body()).isEqualTo("[]");
      assertThat(get(host, "/nowhere").status()).isEqualTo(404);
    }
  }

  /** Otherwise anybody who breaks off could fill the log. */
  @Test
  void whatAClientDoesWrongIsNoErrorOfOurs() throws IOException {
    try (http;
        HttpHost host = HttpHost.open("127.0.0.1", 0, List.of(bodies()));
        LoggedErrors errors = LoggedErrors.listen()) {
      breakOff(host, HEAD + "transfer-encoding: chunked\r\n\r\nno number\r\n");
      breakOff(host, HEAD + "content-length: 100\r\n\r\nthe beginning of it");
      assertThat(get(host, "/nowhere").status()).isEqualTo(404);
      await().atMost(PATIENCE).until(() -> endedBodies.get() == 2);

      assertThat(errors.texts()).isEmpty();
    }
  }

  @Test
  void aFaultOfOursIsLoggedOnceAndToldToNobody() throws IOException {
    HttpHost.Routes faulty =
        (_, router) ->
            router
                .get("/v1/faulty")
                .handler(_ -> {
                  throw new IllegalStateException("the secret reason");
                });
    try (http;
        HttpHost host = HttpHost.open("127.0.0.1", 0, List.of(faulty));
        LoggedErrors errors = LoggedErrors.listen()) {
      Answer answer = get(host, "/v1/faulty");

      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.body())
          .contains("urn:quittance:problem:internal")
          .doesNotContain("secret reason");
      assertThat(errors.texts()).containsExactly("a request failed inside: the secret reason");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/%", "/v1/%zz", "/v1/orders%", "/%00%"})
  void aPathThatCanNotBeReadIsABadRequest(String path) throws IOException {
    try (http;
        HttpHost host = HttpHost.open("127.0.0.1", 0, List.of(ORDERS, bodies()));
        Socket client = new Socket("127.0.0.1", host.port())) {
      client
          .getOutputStream()
          .write(
              "PATCH %s HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n"
                  .formatted(path)
                  .getBytes(StandardCharsets.UTF_8));
      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400 ")
          .contains("urn:quittance:problem:bad-request");
    }
  }

  private HttpHost.Routes bodies() {
    return (_, router) -> {
      router
          .route("/v1/bodies")
          .handler(request -> {
            request.addEndHandler(_ -> endedBodies.incrementAndGet());
            request.next();
          });
      router
          .post("/v1/bodies")
          .handler(BodyHandler.create(false))
          .handler(request -> request.response().end("taken"));
    };
  }

  private static void breakOff(HttpHost host, String request) throws IOException {
    try (Socket client = new Socket("127.0.0.1", host.port())) {
      client.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    }
  }

  private Answer get(HttpHost host, String path) throws IOException {
    return http.send(HttpMethod.GET, "http://127.0.0.1:" + host.port() + path, Map.of(), null);
  }
}
