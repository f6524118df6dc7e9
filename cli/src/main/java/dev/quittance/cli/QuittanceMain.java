package dev.quittance.cli;

import dev.quittance.cli.command.AgentCommand;
import dev.quittance.cli.command.AgentsCommand;
import dev.quittance.cli.command.AuditCommand;
import dev.quittance.cli.command.BenchCommand;
import dev.quittance.cli.command.ContractsCommand;
import dev.quittance.cli.command.DiscloseCommand;
import dev.quittance.cli.command.DlqCommand;
import dev.quittance.cli.command.DoctorCommand;
import dev.quittance.cli.command.EraseCommand;
import dev.quittance.cli.command.ExportCommand;
import dev.quittance.cli.command.ExportReceiptCommand;
import dev.quittance.cli.command.InitCommand;
import dev.quittance.cli.command.MarketCommand;
import dev.quittance.cli.command.OperatorCommand;
import dev.quittance.cli.command.OrdersCommand;
import dev.quittance.cli.command.PoliciesCommand;
import dev.quittance.cli.command.ProveCommand;
import dev.quittance.cli.command.RunCommand;
import dev.quittance.cli.command.TenantsCommand;
import dev.quittance.cli.command.TopicsCommand;
import dev.quittance.cli.command.VerifyCommand;
import dev.quittance.cli.command.WebhooksCommand;
import dev.quittance.cli.demo.DemoCommand;
import dev.quittance.cli.up.UpCommand;
import dev.quittance.line.LineProblem;
import dev.quittance.platform.http.PortTaken;
import java.io.IOException;
import java.io.PrintWriter;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DoctorCommand.class,
      InitCommand.class,
      ContractsCommand.class,
      TopicsCommand.class,
      PoliciesCommand.class,
      TenantsCommand.class,
      AgentsCommand.class,
      OperatorCommand.class,
      AgentCommand.class,
      MarketCommand.class,
      RunCommand.class,
      OrdersCommand.class,
      WebhooksCommand.class,
      DlqCommand.class,
      AuditCommand.class,
      ExportCommand.class,
      ProveCommand.class,
      VerifyCommand.class,
      DiscloseCommand.class,
      EraseCommand.class,
      ExportReceiptCommand.class,
      BenchCommand.class,
      VersionCommand.class,
      CommandLine.HelpCommand.class
    })
public final class QuittanceMain {
  private QuittanceMain() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Libraries that log through java.util.logging log where everything else does.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    int exitCode = commandLine().execute(arguments);
    System.out.flush();
    // The embedded broker's threads are no daemons: returning would not end the process.
    System.exit(exitCode);
  }

  /** The command line, also for tests. */
  public static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new QuittanceMain());
    commandLine.getSubcommands().values().forEach(QuittanceMain::addHelp);
    return commandLine
        .setExecutionExceptionHandler(QuittanceMain::explain)
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** Gives a command and those below it the option that explains it. */
  private static void addHelp(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    if (spec.findOption("--help") == null) {
      spec.addOption(
          OptionSpec.builder("-h", "--help")
              .usageHelp(true)
              .description("Show this help and exit.")
              .build());
    }
    command.getSubcommands().values().forEach(QuittanceMain::addHelp);
  }

  private static int explain(Exception failure, CommandLine command, ParseResult result) {
    PrintWriter err = command.getErr();
    return switch (failure) {
      case CommandFailure known -> {
        err.println("quittance: " + known.getMessage());
        err.println("  " + known.nextStep());
        yield known.exitCode();
      }
      case LineProblem problem -> {
        err.println("quittance: " + problem.getMessage());
        err.println("  " + problem.advice());
        yield switch (problem.kind()) {
          case NOT_SET_UP -> ExitCode.USAGE;
          case FAILED -> ExitCode.FAILED;
        };
      }
      case PortTaken taken -> {
        err.println("quittance: " + taken.getMessage());
        err.println("  Set http.port or give --port: another one, or 0 for a free one.");
        yield ExitCode.USAGE;
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
