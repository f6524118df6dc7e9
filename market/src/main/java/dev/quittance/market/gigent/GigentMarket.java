package dev.quittance.market.gigent;

import dev.quittance.market.MarketContext;
import dev.quittance.market.MarketEventFollower;
import dev.quittance.market.Marketplace;
import dev.quittance.platform.stage.RunningParts;
import dev.quittance.platform.stage.RunningStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Gigent back end: our agents there claim its orders and deliver their results. */
public final class GigentMarket implements Marketplace {
  private final GigentSettings settings;
  private final OurAgents agents = new OurAgents();

  /** Our agents at a back end. */
  public GigentMarket(GigentSettings settings) {
    this.settings = settings;
  }

  @Override
  public String source() {
    return settings.source();
  }

  @Override
  public Optional<Intake> intake() {
    return Optional.of(this::startIntake);
  }

  @Override
  public Optional<Delivery> delivery() {
    return Optional.of(this::startDelivery);
  }

  private RunningStage startIntake(MarketContext context) {
    GigentApi api = GigentApi.over(settings.url());
    List<RunningStage> parts = new ArrayList<>();
    boolean isApproving =
        settings.agents().stream().anyMatch(agent -> !agent.profile().runtime().autoAccept());
    Approvals approvals = new Approvals(settings.source());
    if (isApproving) {
      parts.add(
          MarketEventFollower.start(
              settings.source() + " approvals", context.stage(), approvals::take));
    }
    for (GigentSettings.Agent agent : settings.agents()) {
      parts.add(
          new AgentIntake(settings, agent, api, context, agents, approvals::isApproved).start());
      if (agent.profile().heartbeat().enabled()) {
        parts.add(new HeartbeatLoop(api, agent).start());
      }
    }
    return new GigentIntake(new RunningParts(settings.source() + " intake", parts), api);
  }

  private Deliverer startDelivery(MarketContext context) {
    GigentApi api = GigentApi.over(settings.url());
    return new GigentDeliverer(settings, api, agents, context.outputs());
  }
}
