package dev.quittance.receipts.log;

import java.util.List;

/**
 * A period as a replay found it.
 *
 * @param assembled heads, rows and anchor record
 * @param partitions what each partition gave, partition 0 first
 */
public record ReplayedPeriod(AssembledPeriod assembled, List<ClosedPeriod> partitions) {

  /** Copies the list. */
  public ReplayedPeriod {
    partitions = List.copyOf(partitions);
  }
}
