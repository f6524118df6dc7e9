package dev.quittance.cli.command;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.platform.config.ConfigProblem;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The settings of the line that a command works on. */
final class SettingsOption {
  /** The settings' file where none is named. */
  static final String DEFAULT_FILE = "quittance.yaml";

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = DEFAULT_FILE,
      description = "Settings of the line, written by 'quittance init'. Default: ${DEFAULT-VALUE}.")
  private Path file = Path.of(DEFAULT_FILE);

  /** The file that was named. */
  Path file() {
    return file;
  }

  /**
   * Reads the settings.
   *
   * @throws CommandFailure that lists all that is wrong with them, a line each
   */
  Settings load() {
    return switch (SettingsFile.load(file, System.getenv())) {
      case SettingsFile.Loaded(Settings settings) -> settings;
      case SettingsFile.Invalid(List<ConfigProblem> problems) ->
          throw new CommandFailure(
              ExitCode.USAGE,
              "the settings can't be used\n" + lines(problems),
              "Put this right; 'quittance init' writes a file in which every key is explained.");
    };
  }

  private static String lines(List<ConfigProblem> problems) {
    return problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n"));
  }
}
