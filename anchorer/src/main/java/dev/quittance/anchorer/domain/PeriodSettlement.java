package dev.quittance.anchorer.domain;

import dev.quittance.receipts.log.Posting;
import dev.quittance.receipts.log.SettlementBook;
import java.util.ArrayList;
import java.util.List;

/**
 * Settles periods in order, of the accounts of one partition of the postings.
 *
 * <p>Partitions of the log run ahead of one another, so several periods may be open; a period is
 * settled once every partition has ended it and all earlier ones are settled. Sums of a period add
 * up, so their order does not matter. Not thread-safe.
 */
public final class PeriodSettlement {

  private final int logPartitions;
  private final SettlementStore store;
  private final SettlementBook book;

  /** The settlement of a log with this many partitions. */
  public PeriodSettlement(int logPartitions, SettlementStore store) {
    this.logPartitions = logPartitions;
    this.store = store;
    this.book = new SettlementBook(store);
  }

  /**
   * Takes what a partition of the log posted to an account in a period.
   *
   * @throws IllegalStateException if that partition has ended that period
   */
  public void post(long seq, int logPartition, Posting posting) {
    requireOpen(store.progress(), seq, logPartition, "a posting");
    store.addPosting(seq, posting);
  }

  /**
   * Takes the end of a period in a partition of the log.
   *
   * @return the periods that are settled with it, in order; mostly none
   * @throws IllegalStateException if that partition has ended that period before
   */
  public List<SettledPeriod> end(long seq, int logPartition) {
    SettlementProgress before = store.progress();
    requireOpen(before, seq, logPartition, "an end marker");
    SettlementProgress progress = before.end(seq, logPartition);
    List<SettledPeriod> settled = new ArrayList<>();
    while (progress.isNextComplete(logPartitions)) {
      long next = progress.nextPeriod();
      settled.add(new SettledPeriod(next, book.post(next, store.drainPostings(next))));
      progress = progress.settled();
    }
    store.putProgress(progress);
    return List.copyOf(settled);
  }

  private void requireOpen(SettlementProgress progress, long seq, int logPartition, String what) {
    if (logPartition < 0 || logPartition >= logPartitions) {
      throw new IllegalStateException(
          "%s of partition %d of a log with %d".formatted(what, logPartition, logPartitions));
    }
    if (!progress.isOpen(seq, logPartition)) {
      throw new IllegalStateException(
          "%s of period %d from partition %d, which had ended it (next to settle: %d)"
              .formatted(what, seq, logPartition, progress.nextPeriod()));
    }
  }
}
