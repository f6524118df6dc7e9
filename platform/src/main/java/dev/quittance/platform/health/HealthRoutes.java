package dev.quittance.platform.health;

import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.metrics.Metrics;
import dev.quittance.platform.stage.Readiness;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * {@code GET /health/live}, {@code /health/ready} and {@code /metrics}, for whoever can reach the
 * listener: they show no order, no key and no payload.
 *
 * @param process what runs here, as it was named on the command line
 * @param instance its name among the processes of the line
 */
public record HealthRoutes(String process, String instance, Health health, Metrics metrics)
    implements HttpHost.Routes {
  private static final String JSON = "application/json";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  @Override
  public void mount(Vertx vertx, Router router) {
    router
        .get("/health/live")
        .handler(request -> answer(request, OK, described().put("status", "live")));
    router.get("/health/ready").handler(this::ready);
    router
        .get("/metrics")
        .handler(request ->
            vertx
                .executeBlocking(metrics::scrape, false)
                .onFailure(request::fail)
                .onSuccess(text ->
                    request.response().putHeader(HttpHeaders.CONTENT_TYPE, PROMETHEUS).end(text)));
  }

  private void ready(RoutingContext request) {
    List<Health.Part> all = health.parts();
    JsonArray parts = new JsonArray();
    boolean ready = true;
    for (Health.Part part : all) {
      JsonObject described = new JsonObject().put("part", part.name());
      switch (part.readiness()) {
        case Readiness.Ready() -> described.put("ready", true);
        case Readiness.NotReady(String reason) -> {
          described.put("ready", false).put("reason", reason);
          ready = false;
        }
      }
      if (!part.notes().isEmpty()) {
        described.put("notes", new JsonArray(part.notes()));
      }
      parts.add(described);
    }
    answer(
        request,
        ready ? OK : UNAVAILABLE,
        described().put("status", ready ? "ready" : "not ready").put("parts", parts));
  }

  private JsonObject described() {
    return new JsonObject()
        .put("process", process)
        .put("instance", instance)
        .put("pid", ProcessHandle.current().pid());
  }

  private static void answer(RoutingContext request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body.toBuffer());
  }
}
