package dev.quittance.cli.command;

import dev.quittance.bench.Latency.Percentiles;
import dev.quittance.bench.SteadyState;
import dev.quittance.bench.WorkersBenchResult;
import dev.quittance.cli.Table;
import java.util.Locale;

/** What a benchmark of the workers came to, for people. */
final class WorkersBenchText {
  private WorkersBenchText() {}

  static void print(WorkersBenchResult result, Results results) {
    SteadyState saturated = result.saturated();
    results.print(
        new Table("a backlog of " + number(result.options().calls(), 0), ">steady", ">at most")
            .row(
                "calls a second",
                number(saturated.perSecond(), 0),
                number(result.options().ideal(), 0))
            .row("in flight", "", number(result.mostInFlight(), 0))
            .row("processors, with broker and load", number(result.cores(), 2), ""));
    results.line("");
    results.line(
        "  Steady for %s s; before it a ramp-up of %s s, after it a tail of %s s."
            .formatted(
                number(saturated.steadyS(), 2),
                number(saturated.rampUpS(), 2),
                number(saturated.tailS(), 2)));
    results.line("");
    String load =
        "at "
            + number(result.latency().offeredPerSecond(), 0)
            + " a second"
            + (result.latency().isSustained()
                ? ""
                : ", did " + number(result.latency().donePerSecond(), 0));
    Table delay = new Table("task → result beyond the call, ms, " + load, ">p50", ">p99", ">max");
    row(delay, "appended", result.extraAppendedMs());
    row(delay, "seen", result.extraSeenMs());
    results.print(delay);
  }

  private static void row(Table table, String name, Percentiles ms) {
    table.row(name, number(ms.p50(), 0), number(ms.p99(), 0), number(ms.max(), 0));
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
