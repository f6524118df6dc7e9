package dev.quittance.cli.command;

import dev.quittance.bench.Latency;
import dev.quittance.bench.LogBenchResult;
import dev.quittance.cli.Table;
import java.util.Locale;

/** The log's measurements, for people. */
final class LogBenchText {
  private static final double MIB = 1024 * 1024;

  private LogBenchText() {}

  static void print(LogBenchResult result, Results results) {
    results.line("");
    results.print(
        new Table("one thread", ">per CPU second")
            .row("signatures recovered", number(result.recoversPerSecond(), 0))
            .row("receipts to leaves and tiles", number(result.checkedPerSecond(), 0))
            .row("the same, signatures believed", number(result.believedPerSecond(), 0))
            .row("receipts / recovers", number(result.ofRecoverRate(), 2)));
    results.line("");
    Table trees =
        new Table(
            ">leaves",
            ">appended per CPU second",
            ">heap in use",
            ">lookup p50 / p99, ms",
            ">with proof p50 / p99, ms");
    for (LogBenchResult.Tree tree : result.trees()) {
      trees.row(
          number((double) tree.leaves(), 0),
          number(tree.leavesPerSecond(), 0),
          number((double) tree.heapBytes() / MIB, 1) + " MiB",
          percentiles(tree.lookup()),
          percentiles(tree.proof()));
    }
    results.print(trees);
  }

  private static String percentiles(Latency.Percentiles ms) {
    return number(ms.p50(), 2) + " / " + number(ms.p99(), 2);
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
