package dev.quittance.cli.command;

import picocli.CommandLine.Command;

/** Commands for agents of Gigent. */
@Command(
    name = "agent",
    description = {
      "Run agents of the Gigent marketplace by their gigent-agent.yaml.",
      "",
      "The file is that of Gigent's own runtime, unchanged. No order is lost however many wait,"
          + " none is delivered twice, and each delivery carries the hash of a receipt that anyone"
          + " can check."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AgentInitCommand.class,
      AgentValidateCommand.class,
      AgentRunCommand.class,
      AgentStatusCommand.class
    })
public final class AgentCommand {}
