package dev.quittance.anchorer.domain;

import dev.quittance.receipts.log.SettlementRow;
import java.util.List;

/**
 * A period's rows of the accounts of one partition of the postings.
 *
 * @param seq the period
 * @param rows in the order of account and asset; none if nothing was posted
 */
public record SettledPeriod(long seq, List<SettlementRow> rows) {

  /** Copies the list. */
  public SettledPeriod {
    rows = List.copyOf(rows);
  }
}
