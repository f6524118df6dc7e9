package dev.quittance.explorer;

import dev.quittance.explorer.domain.OrderCounts;
import dev.quittance.explorer.events.RuntimeListener;
import dev.quittance.explorer.http.EventRoutes;
import dev.quittance.explorer.http.OrderJson;
import dev.quittance.explorer.http.OrderRoutes;
import dev.quittance.explorer.log.PublishedLog;
import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.events.RuntimeEvent;
import dev.quittance.platform.http.ApiKeys;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.receipts.crypto.Bytes32;
import java.nio.file.Path;
import java.util.Optional;

/** The explorer at work. Close the listener that has its routes before closing it. */
public final class RunningExplorer implements RunningStage {
  private final String name;
  private final OrderViewFollower follower;
  private final PublishedLog log;
  private final HttpHost.Routes routes;

  RunningExplorer(
      String name,
      OrderViewFollower follower,
      StageContext context,
      ApiKeys keys,
      Path logDirectory) {
    this.name = name;
    this.follower = follower;
    this.log = PublishedLog.open(context, keys, logDirectory, this::owns);
    HttpHost.Routes orders =
        new OrderRoutes(
            keys,
            follower.views(),
            context.blobs(),
            new OrderJson(context.line().epochs().partitions()));
    HttpHost.Routes events =
        new EventRoutes(keys, follower.views(), follower.feed(), context.streams().instanceId());
    this.routes =
        (vertx, router) -> {
          orders.mount(vertx, router);
          events.mount(vertx, router);
          log.routes().mount(vertx, router);
        };
  }

  private boolean owns(String tenant, Bytes32 orderId) {
    return follower
        .find(new Hash32(orderId.toString()))
        .filter(view -> view.tenant().equals(Optional.of(tenant)))
        .isPresent();
  }

  /** The read API's routes, for the listener. */
  public HttpHost.Routes routes() {
    return routes;
  }

  /** Orders that are on their way through the line; reads the disk. */
  public long openOrders() {
    OrderCounts counts = follower.counts();
    return counts.total() - counts.terminal();
  }

  /** Tells a listener of every order's events from now on, the line's start first. */
  public void listen(RuntimeListener listener) {
    follower.feed().listen(listener, new RuntimeEvent.Started(name, System.currentTimeMillis()));
  }

  /** The order view. */
  public OrderViewFollower follower() {
    return follower;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Readiness readiness() {
    if (!follower.isReady()) {
      return Readiness.notReady("the order view has not caught up with the topics");
    }
    return log.isReady()
        ? Readiness.ready()
        : Readiness.notReady("the index of the log has not caught up with the topics");
  }

  @Override
  public void close() {
    log.close();
    follower.close();
  }
}
