package dev.quittance.cli.command;

import dev.quittance.bench.AuditBench;
import dev.quittance.bench.Machine;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.Console;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures an audit on this machine. */
@Command(
    name = "audit",
    description = {
      "Measure how many receipts one core audits in a second.",
      "",
      "Signs a log, writes it as an export and audits it down to L4, beside the bare recovery of"
          + " signers by the library. Rates are per second of processor time."
    })
public final class AuditBenchCommand implements Callable<Integer> {
  @Mixin private final Results results = new Results();

  @Option(
      names = "--receipts",
      paramLabel = "N",
      defaultValue = "200000",
      description = "How many. Default: ${DEFAULT-VALUE}.")
  private long receipts;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many cores to use. Default: all.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Override
  public Integer call() throws IOException {
    if (receipts < 1 || threads < 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "--receipts and --threads count", "Give numbers of at least 1.");
    }
    Path folder = Files.createTempDirectory("quittance-bench-audit-");
    Console console = Console.standard();
    try {
      AuditBench.Result result =
          AuditBench.run(
              folder.resolve("export"), receipts, threads, text -> console.line("  " + text));
      print(result);
      return result.report().exitCode() == ExitCode.FAILED ? ExitCode.FAILED : ExitCode.OK;
    } finally {
      remove(folder);
    }
  }

  private void print(AuditBench.Result result) {
    Machine machine = result.machine();
    if (results.isJson()) {
      results.print(
          Results.object()
              .put("receipts", result.receipts())
              .put("auditSeconds", result.auditSeconds())
              .put("auditCpuSeconds", result.auditCpuSeconds())
              .put("receiptsPerCpuSecond", Math.round(result.receiptsPerCpuSecond()))
              .put("recoversPerCpuSecond", Math.round(result.recoversPerCpuSecond()))
              .put("ratio", result.ratio())
              .put("processors", machine.processors())
              .put("processor", machine.processor()));
      return;
    }
    results.line("");
    results.line(
        "%s, %d processors; %s; %s"
            .formatted(
                machine.processor(), machine.processors(), machine.system(), machine.java()));
    results.line("");
    results.print(
        new Table("per second of one core", ">")
            .row("receipts audited, L0 to L4", number(result.receiptsPerCpuSecond(), 0))
            .row("signers recovered by the library", number(result.recoversPerCpuSecond(), 0))
            .row("audit / library", number(result.ratio(), 2)));
    results.line("");
    results.line(
        "  %s receipts in %s s, %s s of processor time"
            .formatted(
                number((double) result.receipts(), 0),
                number(result.auditSeconds(), 1),
                number(result.auditCpuSeconds(), 1)));
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  private static void remove(Path folder) throws IOException {
    List<Path> files;
    try (var walk = Files.walk(folder)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
