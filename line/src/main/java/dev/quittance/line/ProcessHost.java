package dev.quittance.line;

import dev.quittance.platform.health.Health;
import dev.quittance.platform.health.HealthRoutes;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.metrics.Metrics;
import java.util.List;

/**
 * What every process of a line has: measurements, a health, and the listener that shows both. Open
 * before the stages are started, so that it can be asked how starting goes on.
 *
 * @param metrics what stages measure
 * @param health how they are
 * @param http where they put their routes
 */
public record ProcessHost(Metrics metrics, Health health, HttpHost http) implements AutoCloseable {
  /**
   * Opens the listener.
   *
   * @param process what runs here: a stage's name, or {@code all}
   * @param port 0 for a free one
   * @throws IllegalStateException when the port can't be had
   */
  public static ProcessHost open(String process, Instance instance, String host, int port) {
    String version = ProcessHost.class.getPackage().getImplementationVersion();
    Metrics metrics = new Metrics(version == null ? "development" : version, instance.id());
    Health health = new Health();
    try {
      HttpHost http =
          HttpHost.openEarly(
              host, port, List.of(new HealthRoutes(process, instance.id(), health, metrics)));
      return new ProcessHost(metrics, health, http);
    } catch (RuntimeException e) {
      metrics.close();
      throw e;
    }
  }

  /** Says that it is stopping, ends the requests that are being answered, and closes. */
  @Override
  public void close() {
    health.stopping();
    http.close();
    metrics.close();
  }

  /** Port of the listener. */
  public int port() {
    return http.port();
  }
}
