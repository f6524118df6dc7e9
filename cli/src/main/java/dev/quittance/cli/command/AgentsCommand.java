package dev.quittance.cli.command;

import dev.quittance.cli.ExitCode;
import dev.quittance.planning.Hashed;
import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.AgentService;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The agents of a line. */
@Command(
    name = "agents",
    description = "Register the agents that offer services, and list them.",
    subcommands = {AgentsCommand.Register.class, AgentsCommand.Listing.class})
public final class AgentsCommand {

  /** Publishes the agents of a file. */
  @Command(
      name = "register",
      description = {
        "Publish the agents of a YAML file, as in samples/agents.yaml.",
        "",
        "An agent signs with its own key: 'account' is the number of one of the line's keys, from"
            + " 1. An agent that is known already is replaced; one that is not in the file stays."
      })
  public static final class Register implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "YAML file with a list 'agents'.")
    private Path file = Path.of("agents.yaml");

    @Mixin private final SettingsOption config = new SettingsOption();
    @Mixin private final Results results = new Results();

    @Override
    public Integer call() throws IOException {
      Settings settings = config.load();
      List<Agent> agents =
          CatalogueFile.agents(file, SettingsWiring.keyring(settings, System.getenv()));
      Changes changes = new Changes("agent", results);
      try (OpenCatalogue catalogue = OpenCatalogue.open(settings)) {
        for (Agent agent : agents) {
          Changes.Action action =
              Changes.Action.of(catalogue.known().agents().get(agent.id()), agent);
          if (action != Changes.Action.UNCHANGED) {
            catalogue.publisher().publish(agent);
          }
          changes.add(agent.id(), action, agent.address());
        }
      }
      changes.print();
      return ExitCode.OK;
    }
  }

  /** Lists them. */
  @Command(name = "list", description = "List the agents and what they offer.")
  public static final class Listing implements Callable<Integer> {
    @Mixin private final SettingsOption config = new SettingsOption();
    @Mixin private final Results results = new Results();

    @Override
    public Integer call() {
      try (OpenCatalogue catalogue = OpenCatalogue.open(config.load())) {
        Documents documents =
            new Documents(results, "agent", "name", "status", "address", "offers");
        for (Hashed<Agent> entry : catalogue.known().agents().values()) {
          Agent agent = entry.document();
          documents.add(
              agent,
              agent.id(),
              agent.name(),
              agent.status().name().toLowerCase(Locale.ROOT),
              agent.address(),
              agent.services().stream()
                  .map(AgentService::service)
                  .collect(Collectors.joining(", ")));
        }
        documents.print();
      }
      return ExitCode.OK;
    }
  }
}
