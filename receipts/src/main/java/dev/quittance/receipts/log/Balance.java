package dev.quittance.receipts.log;

import dev.quittance.receipts.AbiWords;
import dev.quittance.receipts.crypto.Bytes;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * The two sides of an account, each a sum that only grows, in the asset's smallest unit.
 *
 * @param debit what the account owes, at most 2^256 - 1
 * @param credit what it is owed, at most 2^256 - 1
 */
public record Balance(BigInteger debit, BigInteger credit) {

  /** Length of the encoded form in bytes. */
  public static final int SIZE = 2 * AbiWords.SIZE;

  /** Nothing owed. */
  public static final Balance ZERO = new Balance(BigInteger.ZERO, BigInteger.ZERO);

  /** Side by side. */
  public Balance plus(Balance other) {
    return new Balance(debit.add(other.debit), credit.add(other.credit));
  }

  /** Whether as much is owed as is due. */
  public boolean isEven() {
    return debit.equals(credit);
  }

  /** Debit and credit, 32 bytes each. */
  public Bytes encode() {
    ByteBuffer buffer = ByteBuffer.allocate(SIZE);
    write(buffer);
    return Bytes.wrap(buffer.array());
  }

  /**
   * Reads 64 bytes.
   *
   * @throws IllegalArgumentException if there are not 64
   */
  public static Balance decode(Bytes encoded) {
    if (encoded.size() != SIZE) {
      throw new IllegalArgumentException("expected 64 bytes, got " + encoded.size());
    }
    return read(encoded.asBuffer());
  }

  void write(ByteBuffer buffer) {
    AbiWords.putUint(buffer, debit);
    AbiWords.putUint(buffer, credit);
  }

  static Balance read(ByteBuffer buffer) {
    return new Balance(AbiWords.getUint(buffer), AbiWords.getUint(buffer));
  }
}
