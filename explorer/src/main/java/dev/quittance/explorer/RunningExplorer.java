package dev.quittance.explorer;

import dev.quittance.explorer.http.OrderRoutes;
import dev.quittance.platform.http.ApiKeys;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.StageContext;

/** The explorer at work. Close the listener that has its routes before closing it. */
public final class RunningExplorer implements RunningStage {
  private final String name;
  private final OrderViewFollower follower;
  private final HttpHost.Routes routes;

  RunningExplorer(String name, OrderViewFollower follower, StageContext context) {
    this.name = name;
    this.follower = follower;
    this.routes =
        new OrderRoutes(
            new ApiKeys(context.catalogue()::snapshot), follower.views(), context.blobs());
  }

  /** The read API's routes, for the listener. */
  public HttpHost.Routes routes() {
    return routes;
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
    return follower.isReady()
        ? Readiness.ready()
        : Readiness.notReady("the order view has not caught up with the topics");
  }

  @Override
  public void close() {
    follower.close();
  }
}
