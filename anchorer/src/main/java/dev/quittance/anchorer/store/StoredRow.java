package dev.quittance.anchorer.store;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.Balance;
import dev.quittance.receipts.log.SettlementRow;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A settlement row as it is stored: the period's balance and the cumulative one, 64 bytes each. */
final class StoredRow {

  private StoredRow() {}

  static byte[] encode(SettlementRow row) {
    return ByteBuffer.allocate(2 * Balance.SIZE)
        .put(row.period().encode().asBuffer())
        .put(row.cumulative().encode().asBuffer())
        .array();
  }

  static SettlementRow decode(long seq, byte[] key, byte[] stored) {
    return new SettlementRow(
        seq,
        AccountAsset.decode(Bytes.wrap(key)),
        Balance.decode(Bytes.wrap(Arrays.copyOf(stored, Balance.SIZE))),
        Balance.decode(Bytes.wrap(Arrays.copyOfRange(stored, Balance.SIZE, stored.length))));
  }
}
