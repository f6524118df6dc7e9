package dev.quittance.receipts.crypto;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * An immutable byte sequence of any length, ordered as unsigned bytes.
 *
 * <p>Thread-safe. Used for what has no fixed meaning yet: raw record values, encoded leaves,
 * signatures before their shape is checked.
 */
public final class Bytes implements Comparable<Bytes> {

  /** No bytes at all. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of the given array. */
  public static Bytes copyOf(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  /** Takes the array without copying; the caller must not change it afterwards. */
  public static Bytes wrap(byte[] bytes) {
    return new Bytes(bytes);
  }

  /**
   * Reads strict hexadecimal text.
   *
   * @throws IllegalArgumentException if the text is not {@code 0x} and lower-case digits
   */
  public static Bytes fromHex(String hex) {
    return new Bytes(Hex.parse(hex));
  }

  /** The number of bytes. */
  public int size() {
    return bytes.length;
  }

  /** A fresh copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** A read-only view of the bytes, big-endian, from position 0. */
  public ByteBuffer asBuffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** Feeds the bytes to a digest without copying them. */
  public void updateDigest(MessageDigest digest) {
    digest.update(bytes);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The bytes as {@code 0x…}. */
  @Override
  public String toString() {
    return Hex.format(bytes);
  }
}
