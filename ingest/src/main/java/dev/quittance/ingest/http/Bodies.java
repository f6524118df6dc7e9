package dev.quittance.ingest.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** Reads the body that a body handler collected. */
final class Bodies {
  private Bodies() {}

  /** The bytes, none when there is no body. */
  static byte[] bytes(RoutingContext request) {
    Buffer buffer = request.body().buffer();
    return buffer == null ? new byte[0] : buffer.getBytes();
  }
}
