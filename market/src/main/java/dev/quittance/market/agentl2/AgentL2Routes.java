package dev.quittance.market.agentl2;

import dev.quittance.market.agentl2.deliver.Results;
import dev.quittance.market.agentl2.input.InputDesk;
import dev.quittance.market.agentl2.input.InputDesk.Answer;
import dev.quittance.planning.document.Limits;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.http.Problem;
import dev.quittance.receipts.crypto.Bytes32;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a marketplace serves: {@code PUT /v1/orders/{id}/input} takes the input of an order, {@code
 * GET /v1/results/{sha256}} gives the results of orders that were completed.
 *
 * @param inputs takes inputs
 * @param results has results
 */
record AgentL2Routes(InputDesk inputs, Results results) implements HttpHost.Routes {
  private static final Logger LOG = LoggerFactory.getLogger(AgentL2Routes.class);
  private static final Pattern HASH = Pattern.compile("0x[0-9a-fA-F]{64}");

  /** The header with the buyer's signature. */
  static final String SIGNATURE = "X-Buyer-Signature";

  @Override
  public void mount(Vertx vertx, Router router) {
    router
        .put("/v1/orders/:id/input")
        .handler(BodyHandler.create(false).setBodyLimit(Limits.INPUT_BYTES))
        .handler(request -> put(vertx, request));
    router.get("/v1/results/:sha256").handler(request -> get(vertx, request));
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
    vertx
        .executeBlocking(() -> inputs.put(Bytes32.fromHex(id), bytes, signature), false)
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
    vertx
        .executeBlocking(() -> results.published(Bytes32.fromHex(hash)), false)
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
