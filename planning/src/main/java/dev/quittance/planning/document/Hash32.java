package dev.quittance.planning.document;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A 32-byte hash or id, written as {@code 0x} and 64 lower-case hex digits. Ordered by its bytes,
 * unsigned.
 *
 * @param hex the text form
 */
public record Hash32(String hex) implements Comparable<Hash32> {
  /**
   * Checks the form; throws {@link IllegalArgumentException} for any other text, which is a bug of
   * the caller.
   */
  public Hash32 {
    if (!Shape.HASH.matches(hex)) {
      throw new IllegalArgumentException("not 0x and 64 lower-case hex digits: " + hex);
    }
  }

  /** The hash whose 32 bytes are given. */
  public static Hash32 of(byte[] bytes) {
    return new Hash32("0x" + HexFormat.of().formatHex(bytes));
  }

  /** SHA-256 of the bytes (FIPS 180-4). */
  public static Hash32 sha256(byte[] bytes) {
    try {
      return of(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** SHA-256 of these 32 bytes followed by the index as u32, big-endian. */
  public Hash32 child(int index) {
    return sha256(ByteBuffer.allocate(36).put(bytes()).putInt(index).array());
  }

  /** The 32 bytes, a new array each time. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex, 2, 66);
  }

  @Override
  public int compareTo(Hash32 other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
