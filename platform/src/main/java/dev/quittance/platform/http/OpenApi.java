package dev.quittance.platform.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * {@code GET /v1/openapi.yaml}: the OpenAPI 3.1 description of every operation under {@code /v1},
 * whichever stage serves it. The contract tests of those stages hold their answers to it.
 */
public final class OpenApi implements HttpHost.Routes {
  private static final String PATH = "/v1/openapi.yaml";

  /** The document, UTF-8. */
  public static byte[] document() {
    try (InputStream in = OpenApi.class.getResourceAsStream("openapi.yaml")) {
      return Objects.requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void mount(Vertx vertx, Router router) {
    Buffer document = Buffer.buffer(document());
    router
        .get(PATH)
        .handler(request ->
            request
                .response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .end(document));
  }
}
