package dev.quittance.market.gigent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.market.gigent.yaml.GigentAgentFile;
import dev.quittance.platform.stage.MarketDefinition;
import dev.quittance.platform.stage.UnusableSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads what a section of {@code markets} with kind {@code gigent} says. */
public final class GigentReader {
  private static final Set<String> KEYS = Set.of("url", "agents", "claimAhead", "receiptUrl");
  private static final Set<String> AGENT_KEYS = Set.of("agentFile", "credentialsFile", "service");
  private static final int MOST_AHEAD = 100_000;

  private final MarketDefinition definition;
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  private GigentReader(MarketDefinition definition, Map<String, String> environment) {
    this.definition = definition;
    this.environment = environment;
  }

  /**
   * Reads a section, and the files of its agents.
   *
   * @param environment what variables in agents' files are looked up in
   * @throws UnusableSettings with all that is wrong
   */
  public static GigentSettings read(MarketDefinition definition, Map<String, String> environment) {
    GigentReader reader = new GigentReader(definition, environment);
    GigentSettings settings = reader.read();
    if (!reader.problems.isEmpty()) {
      throw new UnusableSettings(reader.problems);
    }
    return settings;
  }

  private GigentSettings read() {
    ObjectNode section = definition.settings();
    requireKnown("", section, KEYS);
    String url = url("/url", section.path("url").asText(""));
    int claimAhead = section.path("claimAhead").asInt(GigentSettings.CLAIM_AHEAD);
    if ((section.has("claimAhead") && !section.path("claimAhead").isInt())
        || claimAhead < 1
        || claimAhead > MOST_AHEAD) {
      problem("/claimAhead", "expected an integer from 1 to " + MOST_AHEAD);
    }
    String receiptUrl =
        section.has("receiptUrl")
            ? url("/receiptUrl", section.path("receiptUrl").asText("")) + "/"
            : "";
    List<GigentSettings.Agent> agents = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : section.path("agents").properties()) {
      agent("/agents/" + entry.getKey(), entry.getKey(), entry.getValue(), agents);
    }
    if (section.path("agents").isEmpty()) {
      problem("/agents", "expected agents by their id in the catalogue, each with its agentFile");
    }
    return new GigentSettings(
        definition.name(), definition.tenant(), url, claimAhead, receiptUrl, agents);
  }

  private void agent(String at, String id, JsonNode section, List<GigentSettings.Agent> agents) {
    if (!(section instanceof ObjectNode object)) {
      problem(at, "expected a section with agentFile, and perhaps credentialsFile and service");
      return;
    }
    requireKnown(at, object, AGENT_KEYS);
    String file = object.path("agentFile").asText("");
    if (file.isEmpty()) {
      problem(at + "/agentFile", "expected the path of a " + GigentAgentFile.NAME);
      return;
    }
    Path credentials =
        object.has("credentialsFile")
            ? Path.of(object.path("credentialsFile").asText())
            : Path.of(file).resolveSibling(".gigent-credentials");
    switch (GigentAgentFile.load(Path.of(file), environment)) {
      case GigentAgentFile.Loaded loaded ->
          agents.add(
              new GigentSettings.Agent(
                  id, object.path("service").asText(id), loaded.agent(), credentials));
      case GigentAgentFile.Invalid(var found) -> found.forEach(one -> problems.add(one.toString()));
    }
  }

  private void requireKnown(String at, ObjectNode section, Set<String> known) {
    section.properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> !known.contains(name))
        .forEach(name ->
            problem(
                at + "/" + name,
                "there is no such key; known are " + String.join(", ", new TreeSet<>(known))));
  }

  private String url(String at, String text) {
    try {
      URI uri = URI.create(text);
      boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (isHttp && uri.getHost() != null && uri.getUserInfo() == null) {
        return text.replaceAll("/+$", "");
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    problem(at, "expected a URL such as http://127.0.0.1:3000");
    return "";
  }

  private void problem(String at, String what) {
    String pointer = "/markets/" + definition.name() + at;
    problems.add(definition.place(at) + ": " + pointer + ": " + what);
  }
}
