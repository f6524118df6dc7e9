package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.merkle.Frontier;
import java.util.List;

/**
 * A closed period of the whole log.
 *
 * @param record the anchor record
 * @param anchorHash its hash, leaf {@code seq} of the anchor log
 * @param heads the partition heads, partition 0 first
 * @param rows the settlement rows, by account and asset
 * @param totals the totals of the assets in the rows
 * @param anchors the anchor log with this record: size seq + 1
 */
public record AssembledPeriod(
    AnchorRecord record,
    Bytes32 anchorHash,
    List<PartitionHead> heads,
    List<SettlementRow> rows,
    Totals totals,
    Frontier anchors) {

  /** Copies the lists. */
  public AssembledPeriod {
    heads = List.copyOf(heads);
    rows = List.copyOf(rows);
  }
}
