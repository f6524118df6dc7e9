package dev.quittance.market;

import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningParts;
import dev.quittance.platform.stage.RunningStage;
import java.util.List;

/** The stage at work, with the routes of its marketplaces. */
public final class RunningMarket implements RunningStage {
  private final RunningParts parts;
  private final List<RunningStage> started;
  private final List<HttpHost.Routes> routes;
  private final List<AutoCloseable> shared;

  RunningMarket(
      List<RunningStage> parts, List<HttpHost.Routes> routes, List<AutoCloseable> shared) {
    this.parts = new RunningParts(MarketStage.NAME, parts);
    this.started = List.copyOf(parts);
    this.routes = List.copyOf(routes);
    this.shared = List.copyOf(shared);
  }

  /** What its marketplaces serve, for whoever opens the HTTP listener. */
  public HttpHost.Routes routes() {
    return (vertx, router) -> routes.forEach(part -> part.mount(vertx, router));
  }

  @Override
  public String name() {
    return MarketStage.NAME;
  }

  @Override
  public Readiness readiness() {
    return parts.readiness();
  }

  @Override
  public List<String> notes() {
    return parts.parts().stream().flatMap(part -> part.notes().stream()).toList();
  }

  @Override
  public List<RunningStage> parts() {
    return parts.parts();
  }

  /** Ends its parts, the last started first, then what they share. */
  @Override
  public void close() {
    started.reversed().forEach(RunningStage::close);
    MarketStage.closeAll(shared);
  }
}
