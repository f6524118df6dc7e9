package dev.quittance.ingest.http;

import dev.quittance.ingest.OrderPromises;
import dev.quittance.ingest.OrderRequestLog;
import dev.quittance.planning.document.Limits;
import dev.quittance.planning.document.Scope;
import dev.quittance.platform.admission.Admission;
import dev.quittance.platform.blob.BlobStore;
import dev.quittance.platform.http.ApiKeys;
import dev.quittance.platform.http.BodyTime;
import dev.quittance.platform.http.Gate;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.http.OpenApi;
import dev.quittance.platform.trace.TraceParent;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The routes by which clients order: {@code POST /v1/orders} and {@code PUT /v1/inputs/{sha256}},
 * and the description of the whole API. Who calls is known before a body is read.
 *
 * @param keys tells which tenant calls
 * @param log where requests are written down
 * @param blobs where inputs are stored
 * @param clock says when a request was placed
 * @param promises what is promised to those who order
 * @param freshIds source ids for requests without an Idempotency-Key, never the same twice
 * @param freshTraces traces for requests without a valid {@code traceparent}
 * @param limits how much is taken
 * @param backlog orders on their way through the line; may block
 * @param bodyTimeoutMs how long a request's body may take to come
 */
public record Gateway(
    ApiKeys keys,
    OrderRequestLog log,
    BlobStore blobs,
    InstantSource clock,
    OrderPromises promises,
    Supplier<String> freshIds,
    Supplier<TraceParent> freshTraces,
    Admission.Limits limits,
    LongSupplier backlog,
    long bodyTimeoutMs)
    implements HttpHost.Routes {
  private static final String ORDERS = "/v1/orders";
  private static final String INPUT = "/v1/inputs/:sha256";
  private static final int RECENT_ORDERS = 10_000;
  private static final long BACKLOG_INTERVAL_MS = 500;

  @Override
  public void mount(Vertx vertx, Router router) {
    new OpenApi().mount(vertx, router);
    // Routes of their own: within a route Vert.x wants the body read first.
    Gate gate = new Gate(limits, clock, Gate.Sender::of);
    vertx.setPeriodic(
        BACKLOG_INTERVAL_MS,
        _ -> vertx.executeBlocking(backlog::getAsLong, false).onSuccess(gate::backlog));
    router.post(ORDERS).handler(keys.activeTenant(Scope.ORDERS_WRITE));
    router.post(ORDERS).handler(gate);
    router.put(INPUT).handler(keys.activeTenant(Scope.ORDERS_WRITE));
    router.put(INPUT).handler(gate);
    router.post(ORDERS).handler(new BodyTime(vertx, bodyTimeoutMs));
    router.put(INPUT).handler(new BodyTime(vertx, bodyTimeoutMs));
    router
        .post(ORDERS)
        .handler(BodyHandler.create(false).setBodyLimit(Limits.DOCUMENT_BYTES))
        .handler(
            new OrderPost(
                vertx,
                log,
                blobs,
                new OrderPost.Inputs(clock, freshIds, freshTraces),
                new RecentOrders(RECENT_ORDERS),
                promises));
    router
        .put(INPUT)
        .handler(BodyHandler.create(false).setBodyLimit(Limits.INPUT_BYTES))
        .handler(new InputPut(vertx, blobs));
  }
}
