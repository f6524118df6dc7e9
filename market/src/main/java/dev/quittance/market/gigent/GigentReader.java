package dev.quittance.market.gigent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.market.SectionReader;
import dev.quittance.market.SectionReader.Member;
import dev.quittance.market.gigent.yaml.GigentAgentFile;
import dev.quittance.platform.stage.MarketDefinition;
import dev.quittance.platform.stage.UnusableSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a section of {@code markets} with kind {@code gigent} says. */
public final class GigentReader {
  private static final int MOST_AHEAD = 100_000;

  private final SectionReader section;
  private final Map<String, String> environment;

  private GigentReader(SectionReader section, Map<String, String> environment) {
    this.section = section;
    this.environment = environment;
  }

  /**
   * Reads a section, and the files of its agents.
   *
   * @param environment what variables in agents' files are looked up in
   * @throws UnusableSettings with all that is wrong
   */
  public static GigentSettings read(MarketDefinition definition, Map<String, String> environment) {
    SectionReader section = new SectionReader(definition);
    section.root().mayHave("url", "agents", "claimAhead", "receiptUrl");
    Member receiptUrl = section.at("receiptUrl");
    return section.checked(
        new GigentSettings(
            definition.name(),
            definition.tenant(),
            section.at("url").url(),
            (int) section.at("claimAhead").number(1, MOST_AHEAD, GigentSettings.CLAIM_AHEAD),
            receiptUrl.isThere() ? receiptUrl.url() + "/" : "",
            new GigentReader(section, environment).agents(section.at("agents"))));
  }

  private List<GigentSettings.Agent> agents(Member agents) {
    return agents
        .someMembers("agents by their id in the catalogue, each with its agentFile")
        .stream()
        .flatMap(agent -> agent(agent).stream())
        .toList();
  }

  private Optional<GigentSettings.Agent> agent(Member agent) {
    if (!(agent.node() instanceof ObjectNode)) {
      agent.unexpected("a section with agentFile, and perhaps credentialsFile and service");
      return Optional.empty();
    }
    agent.mayHave("agentFile", "credentialsFile", "service");
    String file = agent.at("agentFile").node().asText("");
    if (file.isEmpty()) {
      agent.at("agentFile").unexpected("the path of a " + GigentAgentFile.NAME);
      return Optional.empty();
    }
    String service = agent.at("service").node().asText(agent.name());
    return switch (GigentAgentFile.load(Path.of(file), environment)) {
      case GigentAgentFile.Loaded loaded ->
          Optional.of(
              new GigentSettings.Agent(
                  agent.name(), service, loaded.agent(), credentials(agent, Path.of(file))));
      case GigentAgentFile.Invalid(var found) -> {
        found.forEach(problem -> section.note(problem.toString()));
        yield Optional.empty();
      }
    };
  }

  private static Path credentials(Member agent, Path file) {
    Member named = agent.at("credentialsFile");
    return named.isThere()
        ? Path.of(named.node().asText())
        : file.resolveSibling(".gigent-credentials");
  }
}
