package dev.quittance.webhooks;

import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.kafka.Appender;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningParts;
import dev.quittance.platform.stage.RunningStage;
import java.util.List;

/** The stage at work, with the routes by which tenants register endpoints. */
public final class RunningWebhooks implements RunningStage {
  private final RunningParts parts;
  private final HttpHost.Routes routes;
  private final Appender appender;

  RunningWebhooks(List<RunningStage> parts, HttpHost.Routes routes, Appender appender) {
    this.parts = new RunningParts(WebhookStage.NAME, parts);
    this.routes = routes;
    this.appender = appender;
  }

  /** What it serves, for whoever opens the HTTP listener. */
  public HttpHost.Routes routes() {
    return routes;
  }

  @Override
  public String name() {
    return WebhookStage.NAME;
  }

  @Override
  public Readiness readiness() {
    return parts.readiness();
  }

  @Override
  public List<RunningStage> parts() {
    return parts.parts();
  }

  /** Ends its parts, the last started first, then what they append by. */
  @Override
  public void close() {
    parts.close();
    appender.close();
  }
}
