package dev.quittance.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.platform.http.BlockingHttp.Answer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpHostTest {
  private static final HttpHost.Routes ORDERS =
      (_, router) -> router.get("/v1/orders").handler(request -> request.response().end("[]"));

  private final BlockingHttp http = new BlockingHttp(5000);

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

  private Answer get(HttpHost host, String path) throws IOException {
    return http.send(HttpMethod.GET, "http://127.0.0.1:" + host.port() + path, Map.of(), null);
  }
}
