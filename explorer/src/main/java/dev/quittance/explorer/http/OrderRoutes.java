package dev.quittance.explorer.http;

import dev.quittance.explorer.OrderFilter;
import dev.quittance.explorer.OrderPage;
import dev.quittance.explorer.OrderViews;
import dev.quittance.explorer.domain.OrderView;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Scope;
import dev.quittance.platform.blob.BlobStore;
import dev.quittance.platform.http.ApiKeys;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.http.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/orders}, {@code GET /v1/orders/{id}} and {@code GET /v1/results/{sha256}}.
 *
 * <p>A tenant sees its own orders, suspended or not; those of others are as if they were not there.
 * Results likewise: receipts, which anybody may hold, show their hashes, so to know a hash is no
 * right to the content.
 *
 * @param keys tells which tenant calls
 * @param views the order view
 * @param blobs where results are stored that are too large for a record
 * @param json shows orders
 */
public record OrderRoutes(ApiKeys keys, OrderViews views, BlobStore blobs, OrderJson json)
    implements HttpHost.Routes {
  private static final Pattern HASH = Pattern.compile("(0x)?([0-9a-fA-F]{64})");

  @Override
  public void mount(Vertx vertx, Router router) {
    router
        .get("/v1/orders")
        .handler(keys.anyTenant(Scope.ORDERS_READ))
        .handler(request -> list(vertx, request));
    router
        .get("/v1/orders/:id")
        .handler(keys.anyTenant(Scope.ORDERS_READ))
        .handler(request -> find(vertx, request));
    router
        .get("/v1/results/:sha256")
        .handler(keys.anyTenant(Scope.ORDERS_READ))
        .handler(request -> result(vertx, request));
  }

  private void list(Vertx vertx, RoutingContext request) {
    switch (OrderQuery.parse(request.queryParams(), ApiKeys.tenant(request).id())) {
      case OrderQuery.Invalid(Problem problem) -> problem.answer(request);
      case OrderQuery.Valid(OrderFilter filter) ->
          blocking(vertx, request, () -> views.list(filter), page -> answer(request, page(page)));
    }
  }

  private void find(Vertx vertx, RoutingContext request) {
    Optional<Hash32> id = hash(request.pathParam("id"));
    String tenant = ApiKeys.tenant(request).id();
    blocking(
        vertx,
        request,
        () -> id.flatMap(views::find).filter(view -> view.tenant().equals(Optional.of(tenant))),
        (Optional<OrderView> view) ->
            view.ifPresentOrElse(
                found -> answer(request, json.whole(found)),
                () -> notFound(request, "unknown-order", "You have no order with this id.")));
  }

  private void result(Vertx vertx, RoutingContext request) {
    Optional<Hash32> hash = hash(request.pathParam("sha256"));
    String tenant = ApiKeys.tenant(request).id();
    blocking(
        vertx,
        request,
        () ->
            hash.filter(it -> views.hasResult(tenant, it))
                .flatMap(it -> views.payload(it).or(() -> blobs.get(it.bytes()))),
        (Optional<byte[]> result) ->
            result.ifPresentOrElse(
                bytes -> answer(request, bytes),
                () ->
                    notFound(
                        request, "unknown-result", "None of your orders has this result stored.")));
  }

  private static <T> void blocking(
      Vertx vertx, RoutingContext request, Callable<T> work, Consumer<T> then) {
    // Mapped, so that an answer that fails to be made is a failure too, and not a silence.
    vertx
        .executeBlocking(work, false)
        .map(result -> {
          then.accept(result);
          return result;
        })
        .onFailure(request::fail);
  }

  private static JsonObject page(OrderPage page) {
    JsonArray orders = new JsonArray();
    page.orders().forEach(view -> orders.add(OrderJson.brief(view)));
    JsonObject json = new JsonObject().put("orders", orders);
    page.next().ifPresent(next -> json.put("next", next));
    return json;
  }

  private static void answer(RoutingContext request, JsonObject json) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(json.toBuffer());
  }

  /** Executors give results as JSON; under its hash it never changes. */
  private static void answer(RoutingContext request, byte[] result) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "private, immutable, max-age=31536000")
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(Buffer.buffer(result));
  }

  private static void notFound(RoutingContext request, String code, String detail) {
    Problem.of(404, code, "Not found", detail).answer(request);
  }

  static Optional<Hash32> hash(@Nullable String text) {
    Matcher matcher = HASH.matcher(text == null ? "" : text);
    return matcher.matches()
        ? Optional.of(new Hash32("0x" + matcher.group(2).toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }
}
