package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;

/** The totals of the assets that were posted to in a period, in the order of their addresses. */
public record Totals(List<AssetTotal> assets) {

  /** Sorts by the assets' bytes. */
  public Totals {
    assets = assets.stream().sorted(Comparator.comparing(AssetTotal::asset)).toList();
  }

  /** SHA-256 over asset ‖ period debit and credit ‖ cumulative debit and credit of each. */
  public Bytes32 hash() {
    ByteBuffer buffer = ByteBuffer.allocate(assets.size() * (Address.SIZE + 2 * Balance.SIZE));
    for (AssetTotal total : assets) {
      total.asset().write(buffer);
      total.period().write(buffer);
      total.cumulative().write(buffer);
    }
    return Sha256.hash(buffer.array());
  }
}
