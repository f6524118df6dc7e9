package dev.quittance.anchorer.domain;

import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.receipts.log.Assembly;
import dev.quittance.receipts.log.AssemblyState;
import dev.quittance.receipts.log.LogDisagreementException;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.PeriodAssembly;
import dev.quittance.receipts.log.PeriodPart;
import dev.quittance.receipts.log.SettlementRow;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the heads and the settlement rows of periods and assembles each, in order, once all of
 * it is here. The postings have as many partitions as the log. Not thread-safe.
 */
public final class PeriodCollector {

  private final int partitions;
  private final CollectedStore store;
  private final PeriodAssembly assembly;

  /** The collector of a log. */
  public PeriodCollector(LogIdentity log, CollectedStore store) {
    this.partitions = log.partitionCount();
    this.store = store;
    this.assembly = new PeriodAssembly(log);
  }

  /**
   * Takes a partition's head.
   *
   * @return the periods that are complete with it, in order; mostly none
   * @throws IllegalStateException if the period is assembled or has that partition's head
   * @throws LogDisagreementException if the parts do not make one period
   */
  public List<AssembledPeriod> head(PeriodPart part) {
    long seq = part.close().seq();
    int partition = part.head().partition();
    AssemblyState state = requireOpen(seq, partition, "a head");
    if (store.hasPart(seq, partition)) {
      throw new IllegalStateException(
          "period %d has two heads of partition %d".formatted(seq, partition));
    }
    store.putPart(part);
    return assembleComplete(state);
  }

  /**
   * Takes a settlement row.
   *
   * @throws IllegalStateException if the period is assembled
   */
  public void row(SettlementRow row) {
    if (row.seq() < store.state().nextPeriod()) {
      throw new IllegalStateException(
          "a settlement row of period %d, which is assembled: %s".formatted(row.seq(), row.key()));
    }
    store.putRow(row);
  }

  /**
   * Takes the end of a period's rows from a partition of the postings.
   *
   * @return the periods that are complete with it, in order; mostly none
   * @throws IllegalStateException if the period is assembled or has that partition's end
   * @throws LogDisagreementException if the parts do not make one period
   */
  public List<AssembledPeriod> rowsEnded(long seq, int postingsPartition, long rows) {
    AssemblyState state = requireOpen(seq, postingsPartition, "an end of rows");
    if (store.hasRowsEnd(seq, postingsPartition)) {
      throw new IllegalStateException(
          "period %d has two ends of rows of partition %d".formatted(seq, postingsPartition));
    }
    store.putRowsEnd(seq, postingsPartition, rows);
    return assembleComplete(state);
  }

  private AssemblyState requireOpen(long seq, int partition, String what) {
    AssemblyState state = store.state();
    if (partition < 0 || partition >= partitions) {
      throw new IllegalStateException(
          "%s of partition %d, there are %d".formatted(what, partition, partitions));
    }
    if (seq < state.nextPeriod()) {
      throw new IllegalStateException("%s of period %d, which is assembled".formatted(what, seq));
    }
    return state;
  }

  private List<AssembledPeriod> assembleComplete(AssemblyState before) {
    AssemblyState state = before;
    List<AssembledPeriod> assembled = new ArrayList<>();
    while (isComplete(state.nextPeriod())) {
      Assembly.Assembled next = assemble(state);
      assembled.add(next.period());
      state = next.next();
      store.putState(state);
    }
    return List.copyOf(assembled);
  }

  private boolean isComplete(long seq) {
    return store.parts(seq) == partitions && store.rowsEnds(seq).size() == partitions;
  }

  private Assembly.Assembled assemble(AssemblyState state) {
    long seq = state.nextPeriod();
    List<SettlementRow> rows = store.drainRows(seq);
    long expected = store.rowsEnds(seq).stream().mapToLong(Long::longValue).sum();
    if (rows.size() != expected) {
      throw new LogDisagreementException(
          "period %d has %d settlement rows, its ends say %d"
              .formatted(seq, rows.size(), expected));
    }
    store.removeRowsEnds(seq);
    return switch (assembly.assemble(state, store.drainParts(seq), rows)) {
      case Assembly.Assembled assembled -> assembled;
      case Assembly.Disagreement(String reason) ->
          throw new LogDisagreementException(
              "period %d can't be assembled, the anchorer stops: %s".formatted(seq, reason));
    };
  }
}
