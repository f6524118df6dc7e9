package dev.quittance.receipts;

import dev.quittance.receipts.crypto.Address;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * Solidity ABI words of the static types that receipts and settlement rows consist of: 32 bytes
 * each, big-endian, padded on the left. Stateless.
 */
public final class AbiWords {

  /** Length of a word in bytes. */
  public static final int SIZE = 32;

  private AbiWords() {}

  /**
   * Appends an unsigned integer.
   *
   * @throws IllegalArgumentException if it is negative or longer than 256 bits
   */
  public static void putUint(ByteBuffer words, BigInteger value) {
    if (value.signum() < 0 || value.bitLength() > 256) {
      throw new IllegalArgumentException("not a uint256: " + value);
    }
    byte[] magnitude = value.toByteArray();
    int skip = magnitude.length > SIZE ? 1 : 0;
    int length = magnitude.length - skip;
    putZeros(words, SIZE - length);
    words.put(magnitude, skip, length);
  }

  /** Appends an unsigned 64-bit integer. */
  public static void putUint64(ByteBuffer words, long value) {
    putZeros(words, SIZE - Long.BYTES);
    words.putLong(value);
  }

  /** Appends an address. */
  public static void putAddress(ByteBuffer words, Address address) {
    putZeros(words, SIZE - Address.SIZE);
    address.write(words);
  }

  /** Reads an unsigned integer of one word. */
  public static BigInteger getUint(ByteBuffer words) {
    byte[] magnitude = new byte[SIZE];
    words.get(magnitude);
    return new BigInteger(1, magnitude);
  }

  private static void putZeros(ByteBuffer words, int count) {
    for (int i = 0; i < count; i++) {
      words.put((byte) 0);
    }
  }
}
