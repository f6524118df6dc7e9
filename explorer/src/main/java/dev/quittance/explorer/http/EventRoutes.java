package dev.quittance.explorer.http;

import dev.quittance.explorer.OrderViews;
import dev.quittance.explorer.domain.OrderView;
import dev.quittance.explorer.events.EventFeed;
import dev.quittance.explorer.events.Position;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Scope;
import dev.quittance.platform.http.ApiKeys;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.http.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * {@code GET /v1/events} and {@code GET /v1/orders/{id}/events}: what happens to a tenant's orders,
 * as server-sent events (WHATWG HTML).
 *
 * <p>An event's id is the {@link Position} of a reader who has read it, so that a client which
 * comes back with {@code Last-Event-ID}, to this process or another one, misses none and gets none
 * twice. Without that a tenant's stream begins now, an order's with the order; {@code 0} is the
 * beginning of both.
 */
public final class EventRoutes implements HttpHost.Routes {
  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final int STREAMS_OF_TENANT = 64;
  private static final String RETRY_AFTER_S = "5";

  private final ApiKeys keys;
  private final OrderViews views;
  private final EventFeed feed;
  private final String process;
  private final ConcurrentHashMap<String, Integer> open = new ConcurrentHashMap<>();

  /**
   * @param keys tells which tenant calls
   * @param views where events are read
   * @param feed says when there are more
   * @param process name of this process, for the event {@code started}
   */
  public EventRoutes(ApiKeys keys, OrderViews views, EventFeed feed, String process) {
    this.keys = keys;
    this.views = views;
    this.feed = feed;
    this.process = process;
  }

  @Override
  public void mount(Vertx vertx, Router router) {
    router
        .get("/v1/events")
        .handler(keys.anyTenant(Scope.ORDERS_READ))
        .handler(request -> ofTenant(vertx, request));
    router
        .get("/v1/orders/:id/events")
        .handler(keys.anyTenant(Scope.ORDERS_READ))
        .handler(request -> ofOrder(vertx, request));
  }

  private void ofTenant(Vertx vertx, RoutingContext request) {
    String tenant = ApiKeys.tenant(request).id();
    begin(
        vertx,
        request,
        views::endOfEvents,
        position -> start(vertx, request, position, EventSource.ofTenant(views, tenant)));
  }

  private void ofOrder(Vertx vertx, RoutingContext request) {
    String tenant = ApiKeys.tenant(request).id();
    Optional<Hash32> id = OrderRoutes.hash(request.pathParam("id"));
    vertx
        .executeBlocking(() -> id.flatMap(views::find).filter(view -> isOf(view, tenant)), false)
        .onFailure(request::fail)
        .onSuccess(view ->
            view.ifPresentOrElse(
                found -> ofOrder(vertx, request, new Hash32(found.orderId())),
                () ->
                    Problem.of(404, "unknown-order", "Not found", "You have no order with this id.")
                        .answer(request)));
  }

  private static boolean isOf(OrderView view, String tenant) {
    return view.tenant().equals(Optional.of(tenant));
  }

  /** A stream that is over answers 204, upon which an EventSource does not come back. */
  private void ofOrder(Vertx vertx, RoutingContext request, Hash32 id) {
    EventSource source = EventSource.ofOrder(views, id);
    begin(
        vertx,
        request,
        () -> Position.start(views.lanes()),
        position ->
            vertx
                .executeBlocking(() -> source.next(position), false)
                .onFailure(request::fail)
                .onSuccess(next -> {
                  if (next.isOver() && next.entries().isEmpty()) {
                    request.response().setStatusCode(204).end();
                  } else {
                    start(vertx, request, position, source);
                  }
                }));
  }

  private void begin(
      Vertx vertx, RoutingContext request, Callable<Position> fresh, Consumer<Position> then) {
    String last = request.request().getHeader(LAST_EVENT_ID);
    if (last == null || last.isEmpty()) {
      vertx.executeBlocking(fresh, false).onFailure(request::fail).onSuccess(then::accept);
      return;
    }
    Optional<Position> position =
        last.equals("0")
            ? Optional.of(Position.start(views.lanes()))
            : Position.parse(last, views.lanes());
    position.ifPresentOrElse(
        then,
        () ->
            Problem.of(
                    400,
                    "invalid-event-id",
                    "Invalid Last-Event-ID",
                    "Last-Event-ID is none of this line's; send the id of the event that you read"
                        + " last, 0 for all events, or leave it out.")
                .answer(request));
  }

  private void start(Vertx vertx, RoutingContext request, Position position, EventSource source) {
    if (request.response().closed()) {
      // Its client left before there was a stream: nothing would ever tell of its end.
      return;
    }
    String tenant = ApiKeys.tenant(request).id();
    if (open.merge(tenant, 1, Integer::sum) > STREAMS_OF_TENANT) {
      leave(tenant);
      request.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_S);
      Problem.of(
              429,
              "too-many-streams",
              "Too many streams",
              "Your tenant has " + STREAMS_OF_TENANT + " streams open; close one first.")
          .answer(request);
      return;
    }
    EventStream stream = new EventStream(vertx, request, source, position);
    request.addEndHandler(_ -> leave(tenant));
    stream.open(process, wake -> feed.subscribe(tenant, wake));
  }

  private void leave(String tenant) {
    open.computeIfPresent(tenant, (_, streams) -> streams == 1 ? null : streams - 1);
  }
}
