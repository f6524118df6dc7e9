package dev.quittance.platform.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

/**
 * Gives a request's body so long to come; after that 408 is answered and the connection is closed.
 * Mounted in front of the handler that reads the body.
 *
 * @param timeoutMs from here to the last byte
 */
public record BodyTime(Vertx vertx, long timeoutMs) implements Handler<RoutingContext> {
  @Override
  public void handle(RoutingContext request) {
    long timer = vertx.setTimer(timeoutMs, _ -> expire(request));
    request.addEndHandler(_ -> vertx.cancelTimer(timer));
    request.next();
  }

  /** A request whose body is there has its own limits. */
  private static void expire(RoutingContext request) {
    if (request.request().isEnded() || request.response().ended()) {
      return;
    }
    request.addEndHandler(_ -> request.request().connection().close());
    request.response().putHeader("Connection", "close");
    Problem.of(
            408,
            "request-timeout",
            "Request timeout",
            "The body did not come in time; nothing was taken. Send the request again.")
        .answer(request);
  }
}
