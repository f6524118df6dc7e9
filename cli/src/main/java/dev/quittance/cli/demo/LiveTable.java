package dev.quittance.cli.demo;

import dev.quittance.cli.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The orders of a run on their way through the stages, as lines of text. */
final class LiveTable {
  private static final int BAR = 28;

  private LiveTable() {}

  /** The table for these counts. */
  static List<String> of(RunProgress.Counts counts, Duration elapsed) {
    int all = counts.submitted();
    Table table = new Table("stage", ">orders", "", "what");
    row(table, "ingest", counts.of(Milestone.ACCEPTED), all, "accepted or refused with a record");
    row(table, "planner", counts.of(Milestone.DECIDED), all, "planned, or refused with a reason");
    row(table, "executor", counts.of(Milestone.EXECUTED), all, "every step has its outcome");
    row(table, "prover", counts.of(Milestone.PROVEN), all, counts.receipts() + " signed receipts");
    row(table, "settler", counts.of(Milestone.SETTLED), all, "settled");
    row(
        table,
        "anchorer",
        counts.of(Milestone.ANCHORED),
        all,
        "%d periods closed, %d final on chain, %d paid"
            .formatted(counts.periodsClosed(), counts.periodsFinal(), counts.periodsPaid()));
    List<String> lines = new ArrayList<>(table.lines());
    lines.add("  " + elapsed.toSeconds() + " s");
    return lines;
  }

  private static void row(Table table, String stage, int done, int all, String what) {
    int filled = all == 0 ? 0 : BAR * Math.min(done, all) / all;
    table.row(stage, done + "/" + all, "█".repeat(filled) + "░".repeat(BAR - filled), what);
  }
}
