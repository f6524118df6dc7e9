package dev.quittance.market.agentl2;

import dev.quittance.market.agentl2.deliver.Results;
import dev.quittance.market.agentl2.input.InputDesk;
import dev.quittance.market.agentl2.input.InputDesk.Answer;
import dev.quittance.planning.document.Limits;
import dev.quittance.platform.http.BodyTime;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.http.Places;
import dev.quittance.platform.http.Problem;
import dev.quittance.receipts.crypto.Bytes32;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a marketplace serves: {@code PUT /v1/orders/{id}/input} takes the input of an order, {@code
 * GET /v1/results/{sha256}} gives the results of orders that were completed. Anybody may ask, so
 * each has so many places and no more.
 *
 * @param inputs takes inputs
 * @param results has results
 * @param bodyTime for a body to come
 */
record AgentL2Routes(Inputs inputs, Results results, Duration bodyTime) implements HttpHost.Routes {
  private static final Logger LOG = LoggerFactory.getLogger(AgentL2Routes.class);
  private static final Pattern HASH = Pattern.compile("0x[0-9a-fA-F]{64}");

  /** Takes inputs. */
  @FunctionalInterface
  interface Inputs {
    /** As {@link InputDesk#put}. */
    Answer put(Bytes32 orderId, byte[] body, Optional<String> signature)
        throws IOException, InterruptedException;
  }

  /** The header with the buyer's signature. */
  static final String SIGNATURE = "X-Buyer-Signature";

  /** Inputs that are being taken at the same time. */
  static final int INPUTS_AT_ONCE = 64;

  private static final int RESULTS_AT_ONCE = 64;
  private static final String INPUT = "/v1/orders/:id/input";
  private static final String RESULT = "/v1/results/:sha256";

  @Override
  public void mount(Vertx vertx, Router router) {
    // Routes of their own: within a route Vert.x wants the body read first.
    router.put(INPUT).handler(new Places(INPUTS_AT_ONCE));
    router.put(INPUT).handler(new BodyTime(vertx, bodyTime.toMillis()));
    router
        .put(INPUT)
        .handler(BodyHandler.create(false).setBodyLimit(Limits.INPUT_BYTES))
        .handler(request -> put(vertx, request));
    router.get(RESULT).handler(new Places(RESULTS_AT_ONCE));
    router.get(RESULT).handler(request -> get(vertx, request));
  }

  private void put(Vertx vertx, RoutingContext request) {
    String id = String.valueOf(request.pathParam("id"));
    if (!HASH.matcher(id).matches()) {
      // An order of another kind of marketplace.
      request.next();
      return;
    }
    Buffer body = request.body().buffer();
    byte[] bytes = body == null ? new byte[0] : body.getBytes();
    Optional<String> signature = Optional.ofNullable(request.request().getHeader(SIGNATURE));
    Places.hold(
            request,
            vertx.executeBlocking(() -> inputs.put(Bytes32.fromHex(id), bytes, signature), false))
        .onSuccess(answer -> answer(request, answer))
        .onFailure(failure -> {
          LOG.atWarn().addKeyValue("order", id).setCause(failure).log("an input can't be taken");
          request.response().putHeader("Retry-After", "5");
          Problem.of(
                  503,
                  "unavailable",
                  "Unavailable",
                  "The chain or the store can't be asked at present; put the same again.")
              .answer(request);
        });
  }

  private static void answer(RoutingContext request, Answer answer) {
    switch (answer) {
      case Answer.Taken(var sha256, int bytes, boolean isNew) ->
          request
              .response()
              .setStatusCode(isNew ? 201 : 200)
              .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
              .end(new JsonObject().put("sha256", sha256.hex()).put("bytes", bytes).toBuffer());
      case Answer.Unknown _ -> request.next();
      case Answer.Busy _ -> Places.busy(request);
      case Answer.Malformed(String why) ->
          Problem.of(422, "invalid-input", "Invalid input", why).answer(request);
      case Answer.Unsigned(String why) ->
          Problem.of(
                  401,
                  "not-the-buyer",
                  "Not the buyer",
                  why + "; the header " + SIGNATURE + " takes it, docs/agentl2.md says of what")
              .answer(request);
      case Answer.Late(String why) -> Problem.of(409, "too-late", "Too late", why).answer(request);
    }
  }

  private void get(Vertx vertx, RoutingContext request) {
    String hash = String.valueOf(request.pathParam("sha256"));
    if (!HASH.matcher(hash).matches()) {
      request.next();
      return;
    }
    Places.hold(
            request, vertx.executeBlocking(() -> results.published(Bytes32.fromHex(hash)), false))
        .onFailure(request::fail)
        .onSuccess(found -> {
          if (found.isEmpty()) {
            request.next();
            return;
          }
          request
              .response()
              .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream")
              .putHeader("X-Content-Type-Options", "nosniff")
              .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
              .end(Buffer.buffer(found.get()));
        });
  }
}
