package dev.quittance.market.agentl2;

import dev.quittance.market.MarketContext;
import dev.quittance.market.Marketplace;
import dev.quittance.market.agentl2.deliver.CompletionSender;
import dev.quittance.market.agentl2.deliver.CompletionWatch;
import dev.quittance.market.agentl2.deliver.Results;
import dev.quittance.market.agentl2.input.InputDesk;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.keys.Signer;
import dev.quittance.platform.stage.MarketDefinition;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningParts;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.UnusableSettings;
import dev.quittance.receipts.crypto.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A marketplace of kind {@code agentl2}: a contract that holds orders and their money. */
public final class AgentL2Marketplace implements Marketplace {
  private static final Duration BODY_TIME = Duration.ofSeconds(10);

  private final AgentL2Settings settings;
  private final List<HttpHost.Routes> routes = new CopyOnWriteArrayList<>();

  private AgentL2Marketplace(AgentL2Settings settings) {
    this.settings = settings;
  }

  /**
   * The marketplace of a section of the settings.
   *
   * @throws UnusableSettings that names what can't be used
   */
  public static AgentL2Marketplace of(MarketDefinition definition) {
    return new AgentL2Marketplace(AgentL2Reader.read(definition));
  }

  @Override
  public String source() {
    return settings.name();
  }

  @Override
  public Optional<Intake> intake() {
    return Optional.of(this::start);
  }

  /** Those of what is started, which comes first. */
  @Override
  public List<HttpHost.Routes> routes() {
    return List.copyOf(routes);
  }

  /** The follower, a sender for each seller, and what takes inputs. */
  private RunningStage start(MarketContext context) {
    List<Signer> sellers = settings.sellers().stream().map(seller -> key(seller, context)).toList();
    List<RunningStage> parts = new ArrayList<>();
    parts.add(FollowerLoop.start(settings, context));
    for (Signer seller : sellers) {
      parts.add(CompletionSender.start(settings, seller, results(context), context));
    }
    InputDesk inputs = new InputDesk(settings, context);
    routes.add(new AgentL2Routes(inputs::put, results(context), BODY_TIME));
    parts.add(new ClosedWithTheOthers(settings.name() + "-inputs", inputs));
    return new RunningParts(settings.name(), parts);
  }

  private Signer key(Address seller, MarketContext context) {
    return context
        .stage()
        .keys()
        .agent(seller)
        .orElseThrow(() ->
            new UnusableSettings(
                List.of(
                    "markets/%s/sellers: %s is none of the line's agents' addresses, so its"
                            .formatted(settings.name(), seller)
                        + " orders could not be completed; `quittance agents list` shows"
                        + " these")));
  }

  @Override
  public Optional<Delivery> delivery() {
    return Optional.of(context -> new CompletionWatch(settings, results(context), context));
  }

  /** A part that has no work of its own, and is closed with the others. */
  private record ClosedWithTheOthers(String name, InputDesk inputs) implements RunningStage {
    @Override
    public Readiness readiness() {
      return Readiness.ready();
    }

    @Override
    public void close() {
      inputs.close();
    }
  }

  private Results results(MarketContext context) {
    return new Results(context.outputs(), context.stage().blobs(), settings.resultBaseUrl());
  }
}
