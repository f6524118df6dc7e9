package dev.quittance.market.agentrunner;

import dev.quittance.market.MarketContext;
import dev.quittance.market.Marketplace;
import dev.quittance.platform.http.Gate;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.stage.MarketDefinition;
import dev.quittance.platform.stage.RunningStage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** AgentRunner: runners push receipts, and nothing is delivered to them. */
public final class AgentRunnerMarket implements Marketplace {
  /** The {@code kind} of its sections in {@code markets}. */
  public static final String KIND = "agentrunner";

  private static final Duration BODY_TIME = Duration.ofSeconds(10);

  private final AgentRunnerSettings settings;
  private final AtomicReference<Optional<HttpHost.Routes>> routes =
      new AtomicReference<>(Optional.empty());

  /**
   * Makes it of its section.
   *
   * @throws dev.quittance.platform.stage.UnusableSettings with all that is wrong in the section
   */
  public AgentRunnerMarket(MarketDefinition definition) {
    this.settings = AgentRunnerSettings.of(definition);
  }

  @Override
  public String source() {
    return settings.source();
  }

  @Override
  public Optional<Intake> intake() {
    return Optional.of(this::start);
  }

  @Override
  public Optional<Delivery> delivery() {
    return Optional.empty();
  }

  /** The data layer's routes; none before the intake has started. */
  @Override
  public List<HttpHost.Routes> routes() {
    return routes.get().stream().toList();
  }

  private RunningStage start(MarketContext context) {
    Arrivals arrivals = new Arrivals(settings.memoryMiB() << 20);
    TopicArrivals topic =
        new TopicArrivals(
            new TopicArrivals.Parts(
                settings.source(), context.stage().kafka(), context.stage().serdes(), arrivals));
    ReceiptDesk desk =
        new ReceiptDesk(
            settings, arrivals, topic, context.requests()::append, context.stage().blobs());
    Gate gate = new Gate(context.limits(), context.clock(), _ -> sender(context));
    routes.set(
        Optional.of(
            new DataLayerRoutes(
                settings,
                desk,
                arrivals,
                topic,
                new DataLayerRoutes.Intake(gate, BODY_TIME),
                context.clock())));
    topic.start(desk);
    return topic;
  }

  /** Every receipt becomes an order of the same tenant, whoever sends it. */
  private Gate.Sender sender(MarketContext context) {
    var tenant = context.stage().catalogue().snapshot().tenants().get(settings.tenant());
    return new Gate.Sender(settings.tenant(), tenant == null ? null : tenant.document().limits());
  }
}
