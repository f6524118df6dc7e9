package dev.quittance.cli.command;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.market.gigent.yaml.GigentAgentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a new agent's file. */
@Command(
    name = "init",
    description = "Write a gigent-agent.yaml in which every key is shown with its meaning.")
public final class AgentInitCommand implements Callable<Integer> {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = GigentAgentFile.NAME,
      description = "File to write. Default: ${DEFAULT-VALUE}.")
  private Path file = Path.of(GigentAgentFile.NAME);

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "My Writing Agent",
      description = "Name of the agent. Default: ${DEFAULT-VALUE}.")
  private String name = "My Writing Agent";

  @Option(
      names = {"-f", "--force"},
      description = "Replace the file when it is there.")
  private boolean force;

  @Mixin private final Results results = new Results();

  @Override
  public Integer call() throws IOException {
    if (!name.matches("[\\p{L}\\p{N}][\\p{L}\\p{N} .,'&()-]{0,99}")) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--name is no name of an agent",
          "Use letters, digits, blanks and simple punctuation, at most 100.");
    }
    if (Files.exists(file) && !force) {
      throw new CommandFailure(
          ExitCode.USAGE, file + " is already there", "Give -f to replace it, or another -c.");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, GigentAgentFile.template(name));
    if (results.isJson()) {
      results.print(Results.object().put("file", file.toString()).put("name", name));
      return ExitCode.OK;
    }
    results.line("agent  " + file);
    results.tell("");
    results.tell("Next:");
    results.tell("  1. Put your wallet's address, your gigs and your prompt into " + file + ".");
    results.tell("  2. export ANTHROPIC_API_KEY=…  (or set provider openai and OPENAI_API_KEY)");
    results.tell("  3. quittance agent validate -c " + file);
    results.tell("  4. quittance agent run -c " + file + " -u http://localhost:3000");
    return ExitCode.OK;
  }
}
