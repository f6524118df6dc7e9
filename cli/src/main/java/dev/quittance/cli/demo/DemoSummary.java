package dev.quittance.cli.demo;

import dev.quittance.auditor.AuditReport;
import dev.quittance.cli.Table;
import dev.quittance.cli.local.LocalFolder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What the demo prints in the end. */
final class DemoSummary {
  private static final int TOKEN_DECIMALS = 6;
  private static final int PERIODS_SHOWN = 8;

  private DemoSummary() {}

  /** The lines of the summary. */
  static List<String> of(
      DemoResult result,
      SortedMap<Long, PeriodRow> periods,
      MoneyCheck money,
      AuditReport audit,
      LocalFolder folder) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "Orders     %d = %d completed + %d refused + %d failed; %d receipts, %d settlements"
            .formatted(
                result.orders(),
                result.completed(),
                result.refused(),
                result.failed(),
                result.receipts(),
                result.settled()));
    lines.add("");
    lines.add("Periods    %d final on chain".formatted(result.anchored()));
    lines.addAll(periods(periods));
    lines.add("");
    lines.add("Money      test dollars, from the chain");
    lines.addAll(
        new Table("", ">")
                .row("in   paid by buyers into the vault", dollars(money.in()))
                .row("out  with vendors", dollars(money.vendors()))
                .row("     with the fee recipient", dollars(money.fees()))
                .row("     unspent, held for the buyers in the vault", dollars(money.vault()))
                .row(money.holds() ? "     in = out" : "     IN AND OUT DIFFER", "")
                .lines()
                .stream()
                .skip(1)
                .toList());
    lines.add("");
    lines.add("Audit");
    audit.toText().lines().forEach(line -> lines.add("  " + line));
    lines.addAll(next(folder));
    return lines;
  }

  /** One closed period, as the summary shows it. */
  record PeriodRow(long entries, long accepted, String periodRoot, String transaction) {}

  private static List<String> periods(SortedMap<Long, PeriodRow> periods) {
    Table table = new Table(">seq", ">entries", ">receipts", "root", "transaction");
    for (Map.Entry<Long, PeriodRow> period : periods.entrySet()) {
      if (table.lines().size() > PERIODS_SHOWN) {
        break;
      }
      PeriodRow row = period.getValue();
      table.row(
          Long.toString(period.getKey()),
          Long.toString(row.entries()),
          Long.toString(row.accepted()),
          row.periodRoot().substring(0, 18) + "…",
          row.transaction());
    }
    return table.lines();
  }

  private static List<String> next(LocalFolder folder) {
    if (!folder.isKept()) {
      return List.of(
          "",
          "Next       ./quittance demo --data demo     keep the line and go on from it later",
          "           ./quittance --help               everything else");
    }
    String config = folder.settings().toString();
    return List.of(
        "",
        "Next       ./quittance verify " + folder.bundles() + "/*.json --trust " + folder.trust(),
        "           ./quittance audit -c %s --trust %s      (while the demo is up)"
            .formatted(config, folder.trust()),
        "           ./quittance demo --data " + folder.root() + "    go on from here");
  }

  private static String dollars(BigInteger units) {
    return new BigDecimal(units, TOKEN_DECIMALS).toPlainString();
  }
}
