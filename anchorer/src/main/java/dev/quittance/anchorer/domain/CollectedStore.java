package dev.quittance.anchorer.domain;

import dev.quittance.receipts.log.AssemblyState;
import dev.quittance.receipts.log.PeriodPart;
import dev.quittance.receipts.log.SettlementRow;
import java.util.List;

/**
 * What a {@link PeriodCollector} keeps. Used by one thread at a time; whatever was written for one
 * record must become durable together, or not at all.
 */
public interface CollectedStore {

  /** The state after the last assembled period. */
  AssemblyState state();

  /** Replaces the state. */
  void putState(AssemblyState state);

  /** Whether a partition's head of a period is here. */
  boolean hasPart(long seq, int partition);

  /** Keeps a partition's head of a period. */
  void putPart(PeriodPart part);

  /** How many partitions' heads of a period are here. */
  int parts(long seq);

  /** A period's heads, by partition; removes them. */
  List<PeriodPart> drainParts(long seq);

  /** Keeps a row; a second one of the same period, account and asset replaces it. */
  void putRow(SettlementRow row);

  /** A period's rows, in the order of account and asset; removes them. */
  List<SettlementRow> drainRows(long seq);

  /** Whether a partition of the postings has sent all of its rows of a period. */
  boolean hasRowsEnd(long seq, int postingsPartition);

  /** Keeps that a partition of the postings has sent all of its rows of a period, and how many. */
  void putRowsEnd(long seq, int postingsPartition, long rows);

  /** A period's numbers of rows, by partition of the postings. */
  List<Long> rowsEnds(long seq);

  /** Removes a period's numbers of rows. */
  void removeRowsEnds(long seq);
}
