package dev.quittance.settler.payout;

import dev.quittance.receipts.log.SettlementRow;
import dev.quittance.schemas.avro.AnchorFinal;
import dev.quittance.schemas.avro.AnchorStatusRecord;
import dev.quittance.schemas.avro.RowSettled;
import dev.quittance.schemas.avro.RowsEnded;
import dev.quittance.schemas.avro.SettlementRowsRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * Collects the rows of periods, and hands a period on when its anchor is final and its rows are
 * complete. Not thread-safe.
 */
final class FinalPeriods {
  private final int postingsPartitions;
  private final LongPredicate isPaid;
  private final Map<Long, Rows> rows = new TreeMap<>();
  private final Set<Long> anchored = new HashSet<>();

  /** The rows of a period, and which partitions of the postings have ended it. */
  private static final class Rows {
    private final List<SettlementRow> rows = new ArrayList<>();
    private final Set<Integer> ended = new HashSet<>();
    private long announced;
  }

  /** A period that may be paid. */
  record FinalPeriod(long seq, List<SettlementRow> rows) {}

  FinalPeriods(int postingsPartitions, LongPredicate isPaid) {
    this.postingsPartitions = postingsPartitions;
    this.isPaid = isPaid;
  }

  void fold(AnchorStatusRecord record) {
    if (record.getBody() instanceof AnchorFinal settled && !isPaid.test(settled.getSeq())) {
      anchored.add(settled.getSeq());
    }
  }

  void fold(SettlementRowsRecord record) {
    switch (record.getBody()) {
      case RowSettled row -> {
        if (!isPaid.test(row.getSeq())) {
          of(row.getSeq()).rows.add(PayoutRecords.row(row));
        }
      }
      case RowsEnded end -> {
        if (!isPaid.test(end.getSeq()) && of(end.getSeq()).ended.add(end.getPostingsPartition())) {
          of(end.getSeq()).announced += end.getRows();
        }
      }
      default -> {}
    }
  }

  private Rows of(long seq) {
    return rows.computeIfAbsent(seq, _ -> new Rows());
  }

  /** The periods that have become payable since the last call, in order; each is handed on once. */
  List<FinalPeriod> take() {
    List<FinalPeriod> taken = new ArrayList<>();
    Iterator<Map.Entry<Long, Rows>> periods = rows.entrySet().iterator();
    while (periods.hasNext()) {
      Map.Entry<Long, Rows> period = periods.next();
      if (!anchored.contains(period.getKey()) || !isComplete(period.getValue())) {
        return taken;
      }
      anchored.remove(period.getKey());
      periods.remove();
      taken.add(new FinalPeriod(period.getKey(), List.copyOf(period.getValue().rows)));
    }
    return taken;
  }

  private boolean isComplete(Rows period) {
    return period.ended.size() == postingsPartitions && period.rows.size() == period.announced;
  }
}
