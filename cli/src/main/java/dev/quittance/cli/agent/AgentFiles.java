package dev.quittance.cli.agent;

import dev.quittance.market.gigent.yaml.GigentAgent;
import dev.quittance.market.gigent.yaml.GigentAgentFile;
import dev.quittance.platform.config.ConfigProblem;
import dev.quittance.platform.config.ConfigProblem.WholeFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Several agents' files, read together.
 *
 * @param agents of the files that can be used, in their order
 * @param problems of the others, and of files that contradict each other
 * @param open what has to be settled before the agents can run
 */
public record AgentFiles(
    List<NamedAgent> agents, List<ConfigProblem> problems, List<ConfigProblem> open) {
  private static final int LONGEST_ID = 50;

  public AgentFiles {
    agents = List.copyOf(agents);
    problems = List.copyOf(problems);
    open = List.copyOf(open);
  }

  /**
   * Reads files.
   *
   * @param environment what variables in them are looked up in
   */
  public static AgentFiles read(List<Path> files, Map<String, String> environment) {
    List<NamedAgent> agents = new ArrayList<>();
    List<ConfigProblem> problems = new ArrayList<>();
    List<ConfigProblem> open = new ArrayList<>();
    Map<String, Path> taken = new HashMap<>();
    for (Path file : files) {
      switch (GigentAgentFile.load(file, environment)) {
        case GigentAgentFile.Invalid(var found) -> problems.addAll(found);
        case GigentAgentFile.Loaded(GigentAgent agent, var left) -> {
          open.addAll(left);
          String id = id(agent.agent().name());
          Path first = taken.putIfAbsent(id, file);
          if (first == null) {
            agents.add(new NamedAgent(id, file, credentials(file, files), agent));
          } else {
            problems.add(
                new ConfigProblem(
                    new WholeFile(file),
                    "/agent/name",
                    "is that of %s too, as far as ids go (%s); give it another name"
                        .formatted(first, id)));
          }
        }
      }
    }
    return new AgentFiles(agents, problems, open);
  }

  /** The id of an agent in a line: its name in lower case, with hyphens between words. */
  static String id(String name) {
    String words = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String cut = words.length() > LONGEST_ID ? words.substring(0, LONGEST_ID) : words;
    String id = cut.replaceAll("^-+|-+$", "");
    return id.isEmpty() ? "agent" : id;
  }

  /**
   * Where an agent's credentials are: beside its file under the name that Gigent's own runtime
   * gives them, or, for files of other names, with the file's name at the end. A single file takes
   * over what an earlier runtime left.
   */
  static Path credentials(Path file, List<Path> files) {
    Path usual = file.toAbsolutePath().resolveSibling(".gigent-credentials");
    String name = String.valueOf(file.getFileName());
    if (name.equals(GigentAgentFile.NAME)) {
      return usual;
    }
    Path own = usual.resolveSibling(".gigent-credentials-" + name.replaceAll("\\.ya?ml$", ""));
    boolean takesOver = files.size() == 1 && !Files.exists(own) && Files.exists(usual);
    return takesOver ? usual : own;
  }
}
