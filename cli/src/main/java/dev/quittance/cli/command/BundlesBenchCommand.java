package dev.quittance.cli.command;

import dev.quittance.bench.BundleBench;
import dev.quittance.bench.Machine;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.Console;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.Table;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how bundles are served on this machine. */
@Command(
    name = "bundles",
    description = {
      "Measure how long a running line takes to serve the proof of a receipt over HTTP.",
      "",
      "Orders on a line of its own, waits until their period is closed, and asks for the bundles of"
          + " random receipts, one after the other. 'bench log' has proofs from 10 million leaves."
    })
public final class BundlesBenchCommand implements Callable<Integer> {
  @Mixin private final Results results = new Results();

  @Option(
      names = "--receipts",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Receipts in the log. Default: ${DEFAULT-VALUE}.")
  private int receipts;

  @Option(
      names = "--bundles",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Bundles that are measured. Default: ${DEFAULT-VALUE}.")
  private int bundles;

  @Override
  public Integer call() throws IOException {
    if (receipts < 1 || bundles < 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "--receipts and --bundles count", "Give numbers of at least 1.");
    }
    Console console = Console.standard();
    BundleBench.Result result =
        BundleBench.run(receipts, bundles, text -> console.line("  " + text));
    if (results.isJson()) {
      results.print(
          Results.object()
              .put("receipts", result.receipts())
              .put("bundles", result.bundles())
              .put("bundleBytes", result.bundleBytes())
              .put("p50Ms", result.ms().p50())
              .put("p99Ms", result.ms().p99())
              .put("maxMs", result.ms().max()));
      return ExitCode.OK;
    }
    Machine machine = result.machine();
    results.line("");
    results.line(
        "%s, %d processors; %s; %s"
            .formatted(
                machine.processor(), machine.processors(), machine.system(), machine.java()));
    results.line("");
    results.print(
        new Table("a bundle over HTTP, ms", ">")
            .row("p50", number(result.ms().p50()))
            .row("p99", number(result.ms().p99()))
            .row("max", number(result.ms().max())));
    results.line("");
    results.line(
        "  %,d bundles of %,d bytes, of a log with %,d receipts"
            .formatted(result.bundles(), result.bundleBytes(), result.receipts()));
    return ExitCode.OK;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.1f", value);
  }
}
