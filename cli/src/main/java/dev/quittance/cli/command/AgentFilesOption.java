package dev.quittance.cli.command;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.agent.AgentFiles;
import dev.quittance.market.gigent.yaml.GigentAgentFile;
import dev.quittance.platform.config.ConfigProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The agents that a command is about. */
final class AgentFilesOption {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "File of an agent; give it again for each further agent. Default: "
              + GigentAgentFile.NAME)
  private List<Path> files = List.of();

  /** The files that were named, or the usual one. */
  List<Path> files() {
    return files.isEmpty() ? List.of(Path.of(GigentAgentFile.NAME)) : files;
  }

  /** Reads them, whatever is wrong with them. */
  AgentFiles read() {
    return AgentFiles.read(files(), System.getenv());
  }

  /**
   * Reads them.
   *
   * @throws CommandFailure that lists all that is wrong, a line each
   */
  AgentFiles require() {
    AgentFiles read = read();
    if (!read.problems().isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "the agents can't be used\n" + lines(read.problems()),
          "Put this right; 'quittance agent init' writes a file in which every key is shown.");
    }
    return read;
  }

  static String lines(List<ConfigProblem> problems) {
    return problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n"));
  }
}
