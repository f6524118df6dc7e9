package dev.quittance.market;

import dev.quittance.market.agentl2.AgentL2Marketplace;
import dev.quittance.market.agentrunner.AgentRunnerMarket;
import dev.quittance.market.gigent.GigentMarket;
import dev.quittance.market.gigent.GigentReader;
import dev.quittance.platform.stage.MarketDefinition;
import dev.quittance.platform.stage.UnusableSettings;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The kinds of marketplaces that there are. */
final class Marketplaces {
  /** By the {@code kind} of a section of {@code markets}. */
  private static final Map<String, Function<MarketDefinition, Marketplace>> KINDS =
      Map.of(
          "agentl2",
          AgentL2Marketplace::of,
          AgentRunnerMarket.KIND,
          AgentRunnerMarket::new,
          "gigent",
          definition -> new GigentMarket(GigentReader.read(definition, System.getenv())));

  private Marketplaces() {}

  /**
   * The marketplaces that the settings define.
   *
   * @throws UnusableSettings when a section can't be used; says where it stands
   */
  static List<Marketplace> of(Map<String, MarketDefinition> definitions) {
    return definitions.values().stream().map(Marketplaces::of).toList();
  }

  private static Marketplace of(MarketDefinition definition) {
    var factory = KINDS.get(definition.kind());
    if (factory == null) {
      throw new UnusableSettings(
          List.of(
              definition.place("/kind")
                  + ": there is no kind of marketplaces named "
                  + definition.kind()
                  + "; known are "
                  + String.join(", ", KINDS.keySet().stream().sorted().toList())));
    }
    return factory.apply(definition);
  }
}
