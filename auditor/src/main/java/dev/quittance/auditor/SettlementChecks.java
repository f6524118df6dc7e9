package dev.quittance.auditor;

import dev.quittance.auditor.source.LineSource;
import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.PublishedRowsEnd;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.receipts.log.Balance;
import dev.quittance.receipts.log.SettlementRow;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * L4: the published settlement rows are those that the records give, and per asset come out even.
 */
final class SettlementChecks {

  private final Evidence evidence;
  private final Map<Long, Map<AccountAsset, SettlementRow>> published = new HashMap<>();
  private final Map<Long, Map<AccountAsset, SettlementRow>> replayedRows = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  private SettlementChecks(Evidence evidence) {
    this.evidence = evidence;
  }

  static List<Finding> findings(Evidence evidence) {
    SettlementChecks checks = new SettlementChecks(evidence);
    evidence.rows().forEach(checks::row);
    checks.ends();
    // Rows are published before the anchor over them; without it more may be on their way.
    evidence.periods().periods().stream()
        .filter(period -> evidence.anchoredRoot(period.record().seq()).isPresent())
        .forEach(checks::period);
    return checks.findings;
  }

  private void row(Published<SettlementRow> record) {
    Place place = Place.record("settlement-rows", 0, record.offset());
    if (record.content().isEmpty()) {
      fail(FindingCode.L4_ROW_UNKNOWN, place, "does not decode");
      return;
    }
    SettlementRow row = record.content().get();
    Optional<AssembledPeriod> period = evidence.period(row.seq());
    if (period.isEmpty()) {
      return;
    }
    Optional<SettlementRow> replayed =
        Optional.ofNullable(
            replayedRows
                .computeIfAbsent(row.seq(), _ -> byKey(period.get().rows()))
                .get(row.key()));
    boolean repeated =
        published.computeIfAbsent(row.seq(), _ -> new HashMap<>()).putIfAbsent(row.key(), row)
            != null;
    if (replayed.isEmpty() || repeated) {
      fail(
          FindingCode.L4_ROW_UNKNOWN,
          place.inPeriod(row.seq()),
          (repeated ? "a second row of " : "the records give no row of ") + name(row));
    } else if (!replayed.get().equals(row)) {
      fail(
          FindingCode.L4_ROW_DIFFERS,
          place.inPeriod(row.seq()),
          "%s: %s, the records give %s"
              .formatted(name(row), amounts(row), amounts(replayed.get())));
    }
  }

  /**
   * A partition of the postings ends the rows of each period once, in order, and counts them; which
   * rows are of which partition follows from their keys.
   */
  private void ends() {
    Map<Integer, Long> ended = new HashMap<>();
    for (Published<PublishedRowsEnd> record : evidence.rowsEnds()) {
      record.content().ifPresent(end -> end(record.offset(), end, ended));
    }
    long last = evidence.closedPeriods() - 1;
    ended.forEach((partition, seq) -> {
      if (seq < last && evidence.anchoredRoot(last).isPresent()) {
        fail(
            FindingCode.L4_ROWS_END_DIFFERS,
            Place.period("settlement-rows", seq + 1),
            "the end of the rows of partition %d of postings is missing".formatted(partition));
      }
    });
  }

  private void end(long offset, PublishedRowsEnd end, Map<Integer, Long> ended) {
    Place place = Place.record("settlement-rows", 0, offset).inPeriod(end.seq());
    Long before = ended.put(end.postingsPartition(), end.seq());
    if (end.seq() != (before == null ? 0 : before + 1)) {
      fail(
          FindingCode.L4_ROWS_END_DIFFERS,
          place,
          "ends period %d of partition %d of postings after period %s"
              .formatted(end.seq(), end.postingsPartition(), before == null ? "none" : before));
    }
    Optional<AssembledPeriod> period = evidence.period(end.seq());
    long rows =
        period.stream()
            .flatMap(known -> known.rows().stream())
            .filter(row -> partitionOf(row) == end.postingsPartition())
            .count();
    if (period.isPresent() && rows != end.rows()) {
      fail(
          FindingCode.L4_ROWS_END_DIFFERS,
          place,
          "counts %d rows, the records give %d".formatted(end.rows(), rows));
    }
  }

  /** The partition of {@code postings} that a row's account and asset are summed in. */
  private int partitionOf(SettlementRow row) {
    byte[] key =
        ByteBuffer.allocate(2 * Address.SIZE)
            .put(row.key().account().toByteArray())
            .put(row.key().asset().toByteArray())
            .array();
    return LineSource.partitionOf(Bytes.wrap(key), evidence.log().identity().partitionCount());
  }

  private void period(AssembledPeriod period) {
    long seq = period.record().seq();
    Map<AccountAsset, SettlementRow> rows = published.getOrDefault(seq, Map.of());
    for (SettlementRow replayed : period.rows()) {
      if (!rows.containsKey(replayed.key())) {
        fail(
            FindingCode.L4_ROW_MISSING,
            Place.period("settlement-rows", seq),
            "%s: %s".formatted(name(replayed), amounts(replayed)));
      }
    }
    Map<Address, Balance> totals = new TreeMap<>();
    rows.values().forEach(row -> totals.merge(row.key().asset(), row.period(), Balance::plus));
    totals.forEach((asset, total) -> {
      if (!total.isEven()) {
        fail(
            FindingCode.L4_UNEVEN_TOTALS,
            Place.period("settlement-rows", seq),
            "asset %s: debit %d, credit %d".formatted(asset, total.debit(), total.credit()));
      }
    });
  }

  private static Map<AccountAsset, SettlementRow> byKey(List<SettlementRow> rows) {
    return rows.stream().collect(Collectors.toMap(SettlementRow::key, row -> row));
  }

  private static String name(SettlementRow row) {
    return "account %s, asset %s".formatted(row.key().account(), row.key().asset());
  }

  private static String amounts(SettlementRow row) {
    return "debit %d, credit %d (all periods: %d, %d)"
        .formatted(
            row.period().debit(),
            row.period().credit(),
            row.cumulative().debit(),
            row.cumulative().credit());
  }

  private void fail(FindingCode code, Place place, String message) {
    findings.add(Finding.fail(code, place, message));
  }
}
