package dev.quittance.cli.command;

import dev.quittance.bench.GatewayBenchResult;
import dev.quittance.bench.NoisyTenantResult;
import dev.quittance.bench.ServerRound;
import dev.quittance.bench.SteadyAnswers;
import dev.quittance.cli.Table;
import java.util.Locale;

/** What a benchmark of the gateway came to, for people. */
final class GatewayBenchText {
  private static final double MIB = 1024 * 1024;

  private GatewayBenchText() {}

  static void print(GatewayBenchResult result, Results results) {
    if (!result.isPinned()) {
      results.line("  Not pinned: there is no taskset here, or one processor only, so that the");
      results.line("  servers shared processors with broker and load.");
      results.line("");
    }
    Table saturated =
        new Table(
            "median of " + result.gateway().size(),
            ">orders a second",
            ">CPU-ms each",
            ">a core's second",
            ">processors");
    row(saturated, "bare server", result.bareMedian());
    row(saturated, "gateway", result.gatewayMedian());
    results.print(saturated.row("of bare, per core", "", "", number(result.ofBare(), 2), ""));
    results.line("");
    Table delays = new Table("order → 202, ms", ">p50", ">p95", ">p99", ">max");
    row(delays, "at " + rate(result.steady()) + " a second", result.steady());
    result
        .noisy()
        .ifPresent(noisy -> {
          row(delays, noisy.steadyPerSecond() + " a second, alone", noisy.alone());
          row(delays, noisy.steadyPerSecond() + " a second, beside noise", noisy.beside());
        });
    results.print(delays);
    results.line("");
    result.noisy().ifPresent(noisy -> print(noisy, results));
    results.line(
        "  %,d orders were accepted, and %,d are in the topic. The gateway's process has %s MiB."
            .formatted(
                result.accepted(), result.written(), number(result.residentBytes() / MIB, 0)));
  }

  private static void print(NoisyTenantResult noisy, Results results) {
    results.line(
        "  Beside noise p95 is %s times as long. The noisy tenant sent %s a second over %d"
            .formatted(
                number(noisy.ratio(), 2), number(noisy.sentPerSecond(), 0), noisy.connections()));
    results.line(
        "  connections, with a quota of %d: %,d were accepted, %,d got 429 with Retry-After."
            .formatted(noisy.quota(), noisy.accepted(), noisy.refused()));
  }

  private static String rate(SteadyAnswers answers) {
    return number(answers.offeredPerSecond(), 0)
        + (answers.isSustained() ? "" : ", did " + number(answers.donePerSecond(), 0));
  }

  private static void row(Table table, String name, ServerRound round) {
    table.row(
        name,
        number(round.perSecond(), 0),
        number(round.cpuMsPerOrder(), 3),
        number(round.perCoreSecond(), 0),
        number(round.cores(), 2));
  }

  private static void row(Table table, String name, SteadyAnswers answers) {
    table.row(
        name,
        number(answers.p50(), 1),
        number(answers.p95(), 1),
        number(answers.p99(), 1),
        number(answers.max(), 1));
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
