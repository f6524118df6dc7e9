package dev.quittance.line;

import dev.quittance.platform.health.Health;
import dev.quittance.platform.health.HealthRoutes;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.http.PortTaken;
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
   * @throws PortTaken when another program listens there
   * @throws IllegalStateException when it can't be opened for another reason
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

  /**
   * Opens the listener on its usual port, or on any free one where another program listens there.
   * Which it is shows in the opening itself: who asked first could lose the port meanwhile.
   *
   * @throws IllegalStateException when it can't be opened for another reason
   */
  public static ProcessHost openAnywhere(
      String process, Instance instance, String host, int usualPort) {
    try {
      return open(process, instance, host, usualPort);
    } catch (PortTaken _) {
      return open(process, instance, host, 0);
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
