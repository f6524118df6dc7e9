package dev.quittance.cli.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.market.gigent.yaml.ApiKey;
import dev.quittance.market.gigent.yaml.GigentAgent;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.keys.SeedFile;
import dev.quittance.platform.stage.ExecutorDefinition;
import dev.quittance.platform.stage.ExecutorSettings;
import dev.quittance.platform.stage.MarketDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts agents into a line's settings: an executor for each, and the marketplace. */
public final class AgentSettings {
  /** The name of the marketplace, of its tenant and of the tenant's policy. */
  public static final String MARKET = "gigent";

  private static final String TYPE = "chat";

  private final Map<String, String> environment;
  private final Path secrets;

  /**
   * @param environment where variables are looked up
   * @param secrets folder for keys that stand in agents' files
   */
  public AgentSettings(Map<String, String> environment, Path secrets) {
    this.environment = Map.copyOf(environment);
    this.secrets = secrets;
  }

  /**
   * The settings of a line with agents in it.
   *
   * @param url of the back end
   * @throws IOException when a key can't be put into a file of its own
   */
  public Settings with(Settings settings, List<NamedAgent> agents, String url) throws IOException {
    Map<String, MarketDefinition> markets = new LinkedHashMap<>(settings.markets());
    markets.put(MARKET, market(agents, url));
    return new Settings(
        settings.line(),
        settings.data(),
        settings.kafka(),
        settings.topics(),
        settings.registry(),
        settings.chain(),
        settings.log(),
        settings.http(),
        settings.streams(),
        executors(settings.executors(), agents),
        markets,
        settings.keys());
  }

  private ExecutorSettings executors(ExecutorSettings around, List<NamedAgent> agents)
      throws IOException {
    Map<String, ExecutorDefinition> define = new HashMap<>(around.define());
    Map<String, Integer> limits = new HashMap<>(around.limits().agents());
    for (NamedAgent agent : agents) {
      GigentAgent.Execution execution = agent.agent().execution();
      define.put(
          agent.executor(),
          new ExecutorDefinition(
              TYPE,
              execution.provider().key(),
              chat(agent),
              Map.of("", agent.file() + ": /execution")));
      limits.put(agent.id(), agent.agent().runtime().maxConcurrentOrders());
    }
    ExecutorSettings.Limits all = around.limits();
    return new ExecutorSettings(
        around.inFlight(),
        around.drain(),
        around.outputBytes(),
        new ExecutorSettings.Limits(
            all.tenant(), all.agent(), all.provider(), all.tenants(), limits, all.providers()),
        define);
  }

  private ObjectNode chat(NamedAgent agent) throws IOException {
    GigentAgent.Execution execution = agent.agent().execution();
    GigentAgent.Provider provider = execution.provider();
    String elsewhere = environment.getOrDefault(provider.urlVariable(), "").strip();
    ObjectNode settings =
        JsonNodeFactory.instance
            .objectNode()
            .put("provider", provider.key())
            .put("baseUrl", elsewhere.isEmpty() ? provider.defaultUrl() : elsewhere)
            .put("model", execution.model())
            .put("format", agent.agent().delivery().format().key())
            .put("maxOutputTokens", execution.maxTokens())
            .put("temperature", execution.temperature());
    if (!execution.systemPrompt().isBlank()) {
      settings.put("systemPrompt", execution.systemPrompt());
    }
    switch (execution.apiKey()) {
      case ApiKey.InVariable(String variable) -> {
        if (!environment.getOrDefault(variable, "").isBlank()) {
          settings.put("apiKeyEnv", variable);
        }
      }
      case ApiKey.InFile key -> settings.put("apiKeyFile", keyFile(agent, key).toString());
    }
    return settings;
  }

  /** A key that stands in an agent's file goes into a file that its owner alone may read. */
  private Path keyFile(NamedAgent agent, ApiKey.InFile key) throws IOException {
    Path file = secrets.resolve(agent.id() + ".key").toAbsolutePath();
    Files.deleteIfExists(file);
    SeedFile.writePrivately(file, (key.reveal() + "\n").getBytes(StandardCharsets.US_ASCII));
    return file;
  }

  private static MarketDefinition market(List<NamedAgent> agents, String url) {
    ObjectNode settings = JsonNodeFactory.instance.objectNode().put("url", url);
    ObjectNode byId = settings.putObject("agents");
    Map<String, String> places = new HashMap<>();
    for (NamedAgent agent : agents) {
      byId.putObject(agent.id())
          .put("agentFile", agent.file().toAbsolutePath().toString())
          .put("credentialsFile", agent.credentials().toString())
          .put("service", agent.id());
      places.put("/agents/" + agent.id(), agent.file().toString());
    }
    places.put("", "quittance agent run");
    return new MarketDefinition(MARKET, MARKET, MARKET, settings, places);
  }
}
