package dev.quittance.cli.command;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.receipts.bundle.Bundle;
import dev.quittance.receipts.foreign.AgentRunnerReceipt;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a receipt in another system's form. */
@Command(
    name = "export-receipt",
    description = {
      "Write a receipt in the form of another system, to be verified by its rules.",
      "",
      "agentl2: the ProofOfWork document that the agent signed beside the receipt, as it was signed."
          + " agentrunner: a receipt signed with this line's runner key. Prints the JSON, without a"
          + " line break at its end since both systems hash the text.",
      "",
      "The exit code is 2 when the receipt has no such form."
    })
public final class ExportReceiptCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  /** Whose form. */
  enum Form {
    AGENTL2,
    AGENTRUNNER
  }

  @Parameters(paramLabel = "BUNDLE", description = "The file that 'prove' wrote.")
  private Path file = Path.of("");

  @Option(
      names = "--as",
      required = true,
      paramLabel = "FORM",
      description = "Whose form: ${COMPLETION-CANDIDATES}, in any case.")
  private Form form = Form.AGENTL2;

  @Option(
      names = "--decimals",
      paramLabel = "N",
      defaultValue = "6",
      description =
          "Decimals of the asset, for AgentRunner's prices in dollars. Default: ${DEFAULT-VALUE}.")
  private int decimals;

  @Mixin private final SettingsOption config = new SettingsOption();

  @Override
  public Integer call() throws IOException {
    Bundle bundle = BundleFile.read(file);
    Settings settings = config.load();
    String text =
        switch (form) {
          case AGENTL2 -> proofOfWork(bundle, settings);
          case AGENTRUNNER -> runnerReceipt(bundle, settings);
        };
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.print(text);
    out.flush();
    return ExitCode.OK;
  }

  private static String proofOfWork(Bundle bundle, Settings settings) throws IOException {
    if (bundle.receipt().proofHash().isZero()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "the receipt has no proof of work",
          "Only completed work of a built-in executor or a model has one.");
    }
    Brokers.requireReachable(settings);
    return new KeptProofs(settings)
        .find(bundle.receipt())
        .orElseThrow(() ->
            new CommandFailure(
                ExitCode.FAILED,
                "the log does not have the document that the receipt commits to",
                "Check that the settings name the line that the bundle is of."));
  }

  private String runnerReceipt(Bundle bundle, Settings settings) throws IOException {
    if (decimals < 0 || decimals > 36) {
      throw new CommandFailure(
          ExitCode.USAGE, "--decimals must be 0 to 36: " + decimals, "USDC has 6.");
    }
    return AgentRunnerReceipt.of(
            bundle.domain(),
            bundle.receipt(),
            decimals,
            SettingsWiring.keyring(settings, System.getenv()).runnerSeed())
        .text();
  }
}
