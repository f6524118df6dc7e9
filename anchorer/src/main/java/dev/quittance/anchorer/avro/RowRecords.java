package dev.quittance.anchorer.avro;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.Balance;
import dev.quittance.receipts.log.SettlementRow;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.RowSettled;
import dev.quittance.schemas.avro.RowsEnded;
import dev.quittance.schemas.avro.SettlementRowsRecord;

/**
 * Records of {@code settlement-rows}; their key is account and asset, 40 bytes, none for ends of
 * rows.
 */
public final class RowRecords {
  private RowRecords() {}

  /** The record of a row. */
  public static SettlementRowsRecord of(SettlementRow row) {
    return new SettlementRowsRecord(
        new RowSettled(
            row.seq(),
            AvroValues.address20(row.key().account().toByteArray()),
            AvroValues.address20(row.key().asset().toByteArray()),
            AvroValues.uint256(row.period().debit()),
            AvroValues.uint256(row.period().credit()),
            AvroValues.uint256(row.cumulative().debit()),
            AvroValues.uint256(row.cumulative().credit())));
  }

  /** The record that ends a period's rows of a partition of the postings. */
  public static SettlementRowsRecord ended(long seq, int postingsPartition, long rows) {
    return new SettlementRowsRecord(new RowsEnded(seq, postingsPartition, rows));
  }

  /** The row in a record. */
  public static SettlementRow row(RowSettled row) {
    return new SettlementRow(
        row.getSeq(),
        new AccountAsset(
            Address.copyOf(row.getAccount().bytes()), Address.copyOf(row.getAsset().bytes())),
        new Balance(
            AvroValues.integer(row.getPeriodDebit()), AvroValues.integer(row.getPeriodCredit())),
        new Balance(AvroValues.integer(row.getCumDebit()), AvroValues.integer(row.getCumCredit())));
  }
}
