package dev.quittance.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.bench.LogBench;
import dev.quittance.bench.LogBenchOptions;
import dev.quittance.bench.LogBenchResult;
import dev.quittance.bench.TreeBench;
import dev.quittance.bench.TreeBenchOptions;
import dev.quittance.bench.TreeBenchResult;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the receipt log, and its trees beside those of other libraries. */
@Command(
    name = "log",
    description = {
      "Measure on one thread how fast receipts become leaves, and proofs come from tiles.",
      "",
      "The log itself and files, without a broker: signatures, leaves, tiles, and inclusion proofs"
          + " of random leaves of a tree and of one a tenth as large.",
      "",
      "Then our trees are built, proven and checked in turns with those of merkletreejs and of"
          + " @openzeppelin/merkle-tree, over the same leaves. That needs Node, and the npm"
          + " registry the first time; without them the libraries are left out."
    })
public final class LogBenchCommand implements Callable<Integer> {
  private static final int LEAST_MS = 300;
  private static final long SEED = 1;

  @Mixin private final Results results = new Results();

  @Option(
      names = "--leaves",
      paramLabel = "N",
      defaultValue = "10000000",
      description = "Leaves of the large tree, 125 bytes of disk each. Default: ${DEFAULT-VALUE}.")
  private long leaves;

  @Option(
      names = "--receipts",
      paramLabel = "N",
      defaultValue = "50000",
      description = "Signed receipts to check and append. Default: ${DEFAULT-VALUE}.")
  private int receipts;

  @Option(
      names = "--proofs",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Proofs from each tree. Default: ${DEFAULT-VALUE}.")
  private int proofs;

  @Option(
      names = "--beside",
      paramLabel = "N",
      defaultValue = "100000",
      description =
          "Leaves of the trees that are compared with other libraries; 0 for none. Default:"
              + " ${DEFAULT-VALUE}.")
  private int beside;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Turns between those trees. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Override
  public Integer call() throws IOException {
    LogBenchOptions options =
        BenchCommand.checked(() -> new LogBenchOptions(leaves, receipts, proofs));
    Optional<TreeBenchOptions> compared =
        beside == 0 ? Optional.empty() : Optional.of(BenchCommand.checked(this::comparison));
    Path folder = Files.createTempDirectory("quittance-bench-log-");
    LogBenchResult log = BenchCommand.run(progress -> LogBench.run(options, folder, progress));
    Optional<TreeBenchResult> trees =
        compared.isEmpty() ? Optional.empty() : Optional.of(compare(compared.get(), folder));
    if (results.isJson()) {
      ObjectNode json = log.toJson();
      trees.ifPresent(found -> json.set("libraries", found.toJson()));
      results.print(json);
    } else {
      BenchCommand.print(log.machine(), results);
      LogBenchText.print(log, results);
      trees.ifPresent(found -> TreeBenchText.print(found, results));
      results.line("");
      results.line("  Its tiles are in " + folder + " and may be deleted.");
    }
    return ExitCode.OK;
  }

  private TreeBenchOptions comparison() {
    return new TreeBenchOptions(beside, proofs, rounds, LEAST_MS, SEED);
  }

  private static TreeBenchResult compare(TreeBenchOptions options, Path folder) throws IOException {
    return BenchCommand.run(progress -> TreeBench.run(options, Home.directory(), folder, progress));
  }
}
