package dev.quittance.receipts.crypto;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Thirty-two bytes: a hash, an id or a root.
 *
 * <p>Immutable and thread-safe; ordered as unsigned bytes; its text is {@code 0x} and 64 lower-case
 * digits.
 */
public final class Bytes32 implements Comparable<Bytes32> {

  /** Length in bytes. */
  public static final int SIZE = 32;

  /** All bytes zero: "none" wherever the format has an optional value. */
  public static final Bytes32 ZERO = new Bytes32(new byte[SIZE]);

  private final byte[] bytes;

  private Bytes32(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A copy of the given array.
   *
   * @throws IllegalArgumentException if it is not 32 bytes long
   */
  public static Bytes32 copyOf(byte[] bytes) {
    return wrap(bytes.clone());
  }

  /**
   * The value of a byte sequence.
   *
   * @throws IllegalArgumentException if it is not 32 bytes long
   */
  public static Bytes32 copyOf(Bytes bytes) {
    return wrap(bytes.toByteArray());
  }

  /**
   * Takes the array without copying; the caller must not change it afterwards.
   *
   * @throws IllegalArgumentException if it is not 32 bytes long
   */
  public static Bytes32 wrap(byte[] bytes) {
    if (bytes.length != SIZE) {
      throw new IllegalArgumentException("expected 32 bytes, got " + bytes.length);
    }
    return new Bytes32(bytes);
  }

  /**
   * Reads strict hexadecimal text.
   *
   * @throws IllegalArgumentException if it is not {@code 0x} and 64 lower-case digits
   */
  public static Bytes32 fromHex(String hex) {
    return wrap(Hex.parse(hex));
  }

  /** Reads the next 32 bytes of the buffer. */
  public static Bytes32 read(ByteBuffer buffer) {
    byte[] bytes = new byte[SIZE];
    buffer.get(bytes);
    return new Bytes32(bytes);
  }

  /** Appends the bytes to the buffer. */
  public void write(ByteBuffer buffer) {
    buffer.put(bytes);
  }

  /** A fresh copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** The bytes as a sequence of no fixed length. */
  public Bytes toBytes() {
    return Bytes.wrap(bytes);
  }

  /** Whether all bytes are zero. */
  public boolean isZero() {
    return equals(ZERO);
  }

  @Override
  public int compareTo(Bytes32 other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes32 that && Arrays.equals(bytes, that.bytes);
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
