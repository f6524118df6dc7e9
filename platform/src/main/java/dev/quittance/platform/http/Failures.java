package dev.quittance.platform.http;

import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests that no route has answered, each as a problem. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
  private static final int FIRST_ERROR = 400;
  private static final int FIRST_OF_OURS = 500;
  private static final Problem METHOD_NOT_ALLOWED =
      Problem.of(405, "method-not-allowed", "Method not allowed", "This path has other methods.");
  private static final Problem TOO_LARGE =
      Problem.of(413, "content-too-large", "Content too large", "The body passes the limit.");
  private static final Problem INTERNAL =
      Problem.of(500, "internal", "Internal error", "The fault is ours; it has been logged.");
  private static final Problem NOT_FOUND =
      Problem.of(404, "not-found", "Not found", "There is nothing at this path.");
  private static final Problem STARTING =
      Problem.of(503, "starting", "Starting", "This process is starting; try again in a second.");

  private final BooleanSupplier isWhole;

  private Failures(BooleanSupplier isWhole) {
    this.isWhole = isWhole;
  }

  /**
   * Has a router answer so. To be called before it gets any route.
   *
   * @param isWhole whether no more routes will come
   */
  static void mount(Router router, BooleanSupplier isWhole) {
    Failures failures = new Failures(isWhole);
    for (int each = FIRST_ERROR; each <= FIRST_OF_OURS; each++) {
      int status = each;
      router.errorHandler(status, request -> failures.answer(request, status));
    }
    // What fails is logged as an error by the router itself where no route takes it.
    router.route().failureHandler(request -> failures.answer(request, status(request)));
  }

  private void answer(RoutingContext request, int status) {
    if (status >= FIRST_OF_OURS && !isBrokenOff(request)) {
      LOG.atError().setCause(request.failure()).log("a request failed inside");
    } else if (request.failure() != null) {
      LOG.atDebug().setCause(request.failure()).log("a request can't be read");
    }
    if (!request.response().closed()) {
      problem(request, status).answer(request);
    }
  }

  private static boolean isBrokenOff(RoutingContext request) {
    return request.failure() instanceof HttpClosedException;
  }

  private static int status(RoutingContext request) {
    if (request.statusCode() > 0) {
      return request.statusCode();
    }
    return request.failure() instanceof HttpException failure
        ? failure.getStatusCode()
        : FIRST_OF_OURS;
  }

  private Problem problem(RoutingContext request, int status) {
    return switch (status) {
      case 404 -> notThere(request);
      case 405 -> METHOD_NOT_ALLOWED;
      case 413 -> TOO_LARGE;
      default ->
          status < FIRST_OF_OURS
              ? Problem.of(status, "bad-request", "Bad request", "The request can't be read.")
              : INTERNAL;
    };
  }

  private Problem notThere(RoutingContext request) {
    if (isWhole.getAsBoolean()) {
      return NOT_FOUND;
    }
    request.response().putHeader("Retry-After", "1");
    return STARTING;
  }
}
