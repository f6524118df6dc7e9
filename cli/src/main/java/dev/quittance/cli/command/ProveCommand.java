package dev.quittance.cli.command;

import dev.quittance.auditor.prove.Choice;
import dev.quittance.auditor.prove.Prove;
import dev.quittance.auditor.prove.ProveResult;
import dev.quittance.auditor.source.KafkaLogSource;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.Table;
import dev.quittance.platform.config.Settings;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.Reason;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Proves an order's receipt. */
@Command(
    name = "prove",
    description = {
      "Prove an order's receipt: print a bundle that anybody can verify offline.",
      "",
      "Reads the log from the brokers and prints the bundle, which is JSON, on standard output."
          + " An order has a receipt for each of its steps.",
      "",
      "The exit code is 2 when a step must be named or there is no such receipt, and 3 when the"
          + " receipt is not anchored yet."
    })
public final class ProveCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "ORDER", description = "The order's id: 0x and 64 hex digits.")
  private String order = "";

  @Option(
      names = "--step",
      paramLabel = "N",
      description = "Which step's receipt, from 0. Needed where the order has several receipts.")
  private @Nullable Integer step;

  @Mixin private final SettingsOption config = new SettingsOption();

  @Override
  public Integer call() {
    Bytes32 orderId = OrderId.parse(order);
    Settings settings = config.load();
    Brokers.requireReachable(settings);
    ProveResult result =
        Prove.bundle(
            new KafkaLogSource(settings.kafka().client()), orderId, Optional.ofNullable(step));
    String bundle = bundle(result);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.print(bundle.endsWith("\n") ? bundle : bundle + "\n");
    out.flush();
    return ExitCode.OK;
  }

  /** The bundle; anything else that came of the wish is a failure with its own words. */
  static String bundle(ProveResult result) {
    return switch (result) {
      case ProveResult.Proven(String bundle) -> bundle;
      case ProveResult.ChooseStep(List<Choice> choices) -> throw chooseStep(choices);
      case ProveResult.NotFound(int partition) ->
          throw new CommandFailure(
              ExitCode.USAGE,
              "the log has no receipt of this order (looked in partition " + partition + ")",
              "Check the id; an order that is still on its way has no receipt yet.");
      case ProveResult.PeriodOpen(long seq) ->
          throw new CommandFailure(
              ExitCode.INCONCLUSIVE,
              "the receipt counts, but its period %d is not closed yet".formatted(seq),
              "Try again once the period has ended and is anchored.");
      case ProveResult.NotAnchoredYet(long seq) ->
          throw new CommandFailure(
              ExitCode.INCONCLUSIVE,
              "period %d is closed, but not anchored yet".formatted(seq),
              "Try again in a moment; the anchorer must be running.");
      case ProveResult.NotAccepted(List<Reason> reasons) ->
          throw new CommandFailure(
              ExitCode.FAILED,
              "the log refused every receipt of this order: " + words(reasons),
              "There is nothing to prove: a refused record does not count.");
      case ProveResult.LogDiffers(String reason) ->
          throw new CommandFailure(
              ExitCode.FAILED,
              "what was published does not fit the records: " + reason,
              "Run 'quittance audit': it names the place.");
      case ProveResult.Unavailable(String reason) ->
          throw new CommandFailure(
              ExitCode.USAGE,
              "the log can't be read: " + reason,
              "Check that the settings name the cluster of the line.");
    };
  }

  private static CommandFailure chooseStep(List<Choice> choices) {
    Table table = new Table("step", "verdict", "signed by");
    for (Choice choice : choices) {
      table.row(
          choice.stepIndex().map(String::valueOf).orElse("(the order as a whole)"),
          choice.verdict().name(),
          choice.agent().toString());
    }
    return new CommandFailure(
        ExitCode.USAGE, "the order has these receipts:\n" + table, "Choose one with --step N.");
  }

  private static String words(List<Reason> reasons) {
    return reasons.stream().map(Reason::toString).distinct().collect(Collectors.joining(", "));
  }
}
