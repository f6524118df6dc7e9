package dev.quittance.ingest;

import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.streams.StreamsApp;
import java.util.List;
import java.util.function.LongSupplier;

/** The ingest stage at work. Close the listener that has its routes before closing it. */
public final class RunningIngest implements RunningStage {
  private final StreamsApp topology;
  private final OpenGateway gateway;

  RunningIngest(StreamsApp topology, OpenGateway gateway) {
    this.topology = topology;
    this.gateway = gateway;
  }

  /** Tells the gateway who knows how many orders are on their way through the line. */
  public void watch(LongSupplier openOrders) {
    gateway.watch(openOrders);
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
    gateway.close();
    topology.close();
  }
}
