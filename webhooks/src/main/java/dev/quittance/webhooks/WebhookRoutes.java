package dev.quittance.webhooks;

import dev.quittance.planning.document.Scope;
import dev.quittance.platform.http.ApiKeys;
import dev.quittance.platform.http.BodyTime;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.http.Problem;
import dev.quittance.webhooks.WebhookDesk.Registration;
import dev.quittance.webhooks.domain.MessageId;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/webhooks}: where tenants register endpoints and see what became of messages. */
final class WebhookRoutes implements HttpHost.Routes {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookRoutes.class);
  private static final String ALL = "/v1/webhooks";
  private static final String ONE = ALL + "/:id";
  private static final int BODY_BYTES = 8 * 1024;
  private static final int PAGE = 50;
  private static final int LARGEST_PAGE = 200;

  private final ApiKeys keys;
  private final WebhookDesk desk;
  private final Duration bodyTimeout;

  /**
   * @param keys tells which tenant calls
   * @param bodyTimeout for a body to come
   */
  WebhookRoutes(ApiKeys keys, WebhookDesk desk, Duration bodyTimeout) {
    this.keys = keys;
    this.desk = desk;
    this.bodyTimeout = bodyTimeout;
  }

  @Override
  public void mount(Vertx vertx, Router router) {
    Handler<RoutingContext> tenant = keys.anyTenant(Scope.WEBHOOKS);
    // Nobody's body is read whose key is not known.
    router.post(ALL).handler(tenant).handler(this::requireKnown);
    router.post(ALL).handler(new BodyTime(vertx, bodyTimeout.toMillis()));
    router
        .post(ALL)
        .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES))
        .handler(request -> register(vertx, request));
    on(router.get(ALL), tenant, request -> list(request));
    on(router.get(ONE), tenant, request -> show(request));
    on(router.delete(ONE), tenant, request -> remove(vertx, request));
    on(router.post(ONE + "/secret"), tenant, request -> rotate(vertx, request));
    on(router.post(ONE + "/enable"), tenant, request -> enable(vertx, request));
    on(router.post(ONE + "/test"), tenant, request -> test(vertx, request));
    on(router.get(ONE + "/attempts"), tenant, request -> attempts(vertx, request));
    on(router.post(ONE + "/messages/:messageId/resend"), tenant, request -> resend(vertx, request));
  }

  private void on(Route route, Handler<RoutingContext> tenant, Handler<RoutingContext> handler) {
    route.handler(tenant).handler(this::requireKnown).handler(handler);
  }

  /** A process that has just started has read nothing: what it does not know may well be there. */
  private void requireKnown(RoutingContext request) {
    if (desk.isReady()) {
      request.next();
    } else {
      unavailable(
          request, "This process has not read the webhooks yet; nothing was done. Send it again.");
    }
  }

  private void register(Vertx vertx, RoutingContext request) {
    switch (EndpointRequest.read(request.body().buffer())) {
      case EndpointRequest.Reading.Refused(Problem problem) -> problem.answer(request);
      case EndpointRequest.Reading.Usable(EndpointRequest wanted) ->
          blocking(
              vertx,
              request,
              () -> desk.register(tenantOf(request), wanted.url(), wanted.events()),
              registration -> answer(request, registration));
    }
  }

  private static void answer(RoutingContext request, Registration registration) {
    switch (registration) {
      case Registration.Registered(var endpoint, String secret) -> {
        request.response().putHeader(HttpHeaders.LOCATION, ALL + "/" + endpoint.id());
        json(request, 201, WebhookJson.of(endpoint).put("secret", secret));
      }
      case Registration.Refused(String reason) ->
          EndpointRequest.invalid(List.of(new Problem.Fault("/url", reason))).answer(request);
      case Registration.TooMany _ ->
          Problem.of(
                  409,
                  "too-many-webhooks",
                  "Too many webhooks",
                  "Your tenant has "
                      + WebhookDesk.MOST_ENDPOINTS
                      + " webhooks, which is the most; remove one first.")
              .answer(request);
    }
  }

  private void list(RoutingContext request) {
    JsonArray all = new JsonArray();
    desk.all(tenantOf(request)).forEach(endpoint -> all.add(WebhookJson.of(endpoint)));
    json(request, 200, new JsonObject().put("webhooks", all));
  }

  private void show(RoutingContext request) {
    desk.find(tenantOf(request), idOf(request))
        .ifPresentOrElse(
            endpoint -> json(request, 200, WebhookJson.of(endpoint)), () -> unknown(request));
  }

  private void remove(Vertx vertx, RoutingContext request) {
    blocking(
        vertx,
        request,
        () -> desk.remove(tenantOf(request), idOf(request)),
        isRemoved -> {
          if (isRemoved) {
            request.response().setStatusCode(204).end();
          } else {
            unknown(request);
          }
        });
  }

  private void rotate(Vertx vertx, RoutingContext request) {
    answering(
        vertx,
        request,
        200,
        () ->
            desk.rotate(tenantOf(request), idOf(request))
                .map(rotation ->
                    new JsonObject()
                        .put("id", idOf(request))
                        .put("secretVersion", rotation.version())
                        .put("secret", rotation.secret())));
  }

  private void enable(Vertx vertx, RoutingContext request) {
    answering(
        vertx,
        request,
        200,
        () -> desk.enable(tenantOf(request), idOf(request)).map(WebhookJson::of));
  }

  private void test(Vertx vertx, RoutingContext request) {
    answering(
        vertx,
        request,
        202,
        () ->
            desk.test(tenantOf(request), idOf(request))
                .map(messageId -> new JsonObject().put("messageId", messageId)));
  }

  private void resend(Vertx vertx, RoutingContext request) {
    String messageId = String.valueOf(request.pathParam("messageId"));
    answering(
        vertx,
        request,
        202,
        () ->
            MessageId.isOne(messageId) && desk.resend(tenantOf(request), idOf(request), messageId)
                ? Optional.of(new JsonObject().put("messageId", messageId))
                : Optional.empty());
  }

  private void attempts(Vertx vertx, RoutingContext request) {
    Optional<Integer> limit = number(request, "limit", PAGE, 1, LARGEST_PAGE).map(Math::toIntExact);
    Optional<Long> below = number(request, "before", Long.MAX_VALUE, 0, Long.MAX_VALUE);
    if (limit.isEmpty() || below.isEmpty()) {
      Problem.of(
              400,
              "invalid-query",
              "Invalid query",
              "limit is a number from 1 to " + LARGEST_PAGE + ", before one that a page said.")
          .answer(request);
      return;
    }
    OptionalLong place =
        below.get() == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(below.get());
    answering(
        vertx,
        request,
        200,
        () ->
            desk.attempts(tenantOf(request), idOf(request), place, limit.get())
                .map(WebhookJson::of));
  }

  private static Optional<Long> number(
      RoutingContext request, String name, long without, long least, long most) {
    List<String> given = request.queryParam(name);
    if (given.isEmpty()) {
      return Optional.of(without);
    }
    try {
      long number = Long.parseLong(given.getFirst());
      return given.size() == 1 && number >= least && number <= most
          ? Optional.of(number)
          : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static void answering(
      Vertx vertx, RoutingContext request, int status, Callable<Optional<JsonObject>> work) {
    blocking(
        vertx,
        request,
        work,
        found ->
            found.ifPresentOrElse(body -> json(request, status, body), () -> unknown(request)));
  }

  private static <T> void blocking(
      Vertx vertx, RoutingContext request, Callable<T> work, Consumer<T> then) {
    vertx
        .executeBlocking(work, false)
        .onSuccess(then::accept)
        .onFailure(failure -> {
          LOG.atWarn().setCause(failure).log("a request about webhooks can't be done");
          unavailable(
              request,
              "The topics can't be reached at present; look whether it was done, and send it"
                  + " again if not.");
        });
  }

  private static void unavailable(RoutingContext request, String detail) {
    request.response().putHeader(HttpHeaders.RETRY_AFTER, "5");
    Problem.of(503, "unavailable", "Unavailable", detail).answer(request);
  }

  private static String tenantOf(RoutingContext request) {
    return ApiKeys.tenant(request).id();
  }

  private static String idOf(RoutingContext request) {
    return String.valueOf(request.pathParam("id"));
  }

  private static void unknown(RoutingContext request) {
    Problem.of(404, "unknown-webhook", "Not found", "You have no webhook or message with this id.")
        .answer(request);
  }

  /** Secrets may be in it. */
  private static void json(RoutingContext request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body.toBuffer());
  }
}
