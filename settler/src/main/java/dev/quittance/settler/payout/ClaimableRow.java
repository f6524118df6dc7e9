package dev.quittance.settler.payout;

import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.SettlementRow;
import java.math.BigInteger;
import java.util.List;

/**
 * A settlement row with the proof that the vault asks for.
 *
 * @param row the row
 * @param proof siblings up to the period's settlement root
 */
record ClaimableRow(SettlementRow row, List<Bytes32> proof) {
  ClaimableRow {
    proof = List.copyOf(proof);
  }

  /** All that the account was ever credited with in this asset, up to this period. */
  BigInteger due() {
    return row.cumulative().credit();
  }
}
