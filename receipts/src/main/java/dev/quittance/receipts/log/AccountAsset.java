package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import java.nio.ByteBuffer;

/**
 * What a balance is kept for: an account and an asset, ordered by the account's bytes, then the
 * asset's.
 */
public record AccountAsset(Address account, Address asset) implements Comparable<AccountAsset> {

  /** Length of the encoded form in bytes. */
  public static final int SIZE = 2 * Address.SIZE;

  /** The account's bytes and the asset's: a key that sorts as this type does. */
  public Bytes encode() {
    ByteBuffer buffer = ByteBuffer.allocate(SIZE);
    account.write(buffer);
    asset.write(buffer);
    return Bytes.wrap(buffer.array());
  }

  /**
   * Reads 40 bytes.
   *
   * @throws IllegalArgumentException if there are not 40
   */
  public static AccountAsset decode(Bytes encoded) {
    if (encoded.size() != SIZE) {
      throw new IllegalArgumentException("expected 40 bytes, got " + encoded.size());
    }
    ByteBuffer buffer = encoded.asBuffer();
    return new AccountAsset(Address.read(buffer), Address.read(buffer));
  }

  @Override
  public int compareTo(AccountAsset other) {
    int byAccount = account.compareTo(other.account);
    return byAccount != 0 ? byAccount : asset.compareTo(other.asset);
  }
}
