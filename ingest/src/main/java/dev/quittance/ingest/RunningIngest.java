package dev.quittance.ingest;

import dev.quittance.ingest.kafka.KafkaOrderRequestLog;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.streams.StreamsApp;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The ingest stage at work. Close the listener that has its routes before closing it. */
public final class RunningIngest implements RunningStage {
  private final StreamsApp topology;
  private final HttpHost.Routes gateway;
  private final KafkaOrderRequestLog log;
  private final Consumer<LongSupplier> backlog;

  RunningIngest(
      StreamsApp topology,
      HttpHost.Routes gateway,
      KafkaOrderRequestLog log,
      Consumer<LongSupplier> backlog) {
    this.topology = topology;
    this.gateway = gateway;
    this.log = log;
    this.backlog = backlog;
  }

  /**
   * Tells the gateway who knows how many orders are on their way through the line; it is asked
   * twice a second, off the event loop. Without that, the gateway takes orders however many.
   */
  public void watch(LongSupplier openOrders) {
    backlog.accept(openOrders);
  }

  /** The gateway's routes, for the listener. */
  public HttpHost.Routes routes() {
    return gateway;
  }

  @Override
  public String name() {
    return topology.name();
  }

  @Override
  public Readiness readiness() {
    return topology.readiness();
  }

  @Override
  public List<RunningStage> parts() {
    return topology.parts();
  }

  @Override
  public void close() {
    log.close();
    topology.close();
  }
}
