package dev.quittance.anchorer.domain;

import dev.quittance.receipts.log.BalanceStore;
import dev.quittance.receipts.log.Posting;
import java.util.List;

/**
 * What a {@link PeriodSettlement} keeps, for one partition of the postings. Used by one thread at a
 * time; whatever was written for one record must become durable together, or not at all.
 */
public interface SettlementStore extends BalanceStore {

  /** How far settlement is. */
  SettlementProgress progress();

  /** Replaces the progress. */
  void putProgress(SettlementProgress progress);

  /** Adds to a period's sum of the posting's account and asset. */
  void addPosting(long seq, Posting posting);

  /** A period's sums, in the order of account and asset; removes them. */
  List<Posting> drainPostings(long seq);
}
