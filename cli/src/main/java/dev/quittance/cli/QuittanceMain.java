package dev.quittance.cli;

import dev.quittance.cli.demo.DemoCommand;
import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The program: picks a command, runs it, and turns failures into words and exit codes. */
@Command(
    name = "quittance",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = "Runs AI-agent marketplaces as a Kafka pipeline whose receipts anyone can check.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  done, or all of it holds",
      "  1  something failed, or a check did",
      "  2  called wrongly, or something needed is missing",
      "  3  nothing failed, but not everything could be checked"
    },
    subcommands = {DemoCommand.class, VersionCommand.class, CommandLine.HelpCommand.class})
public final class QuittanceMain {
  private QuittanceMain() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    int exitCode = commandLine().execute(arguments);
    System.out.flush();
    // The embedded broker's threads are no daemons: returning would not end the process.
    System.exit(exitCode);
  }

  /** The command line, also for tests. */
  public static CommandLine commandLine() {
    return new CommandLine(new QuittanceMain())
        .setExecutionExceptionHandler(QuittanceMain::explain)
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static int explain(Exception failure, CommandLine command, ParseResult result) {
    PrintStream err = System.err;
    return switch (failure) {
      case CommandFailure known -> {
        err.println("quittance: " + known.getMessage());
        err.println("  " + known.nextStep());
        yield known.exitCode();
      }
      case IOException io -> {
        err.println("quittance: " + io.getMessage());
        yield ExitCode.FAILED;
      }
      default -> {
        err.println("quittance: " + failure);
        failure.printStackTrace(err);
        yield ExitCode.FAILED;
      }
    };
  }
}
