package dev.quittance.receipts.crypto;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An EVM address: of an agent, a buyer, an asset or a contract.
 *
 * <p>Immutable and thread-safe; ordered as unsigned bytes; its text is {@code 0x} and 40 lower-case
 * digits.
 */
public final class Address implements Comparable<Address> {

  /** Length in bytes. */
  public static final int SIZE = 20;

  /** All bytes zero: "none" wherever the format has an optional value. */
  public static final Address ZERO = new Address(new byte[SIZE]);

  private final byte[] bytes;

  private Address(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A copy of the given array.
   *
   * @throws IllegalArgumentException if it is not 20 bytes long
   */
  public static Address copyOf(byte[] bytes) {
    return wrap(bytes.clone());
  }

  /**
   * The value of a byte sequence.
   *
   * @throws IllegalArgumentException if it is not 20 bytes long
   */
  public static Address copyOf(Bytes bytes) {
    return wrap(bytes.toByteArray());
  }

  /**
   * Takes the array without copying; the caller must not change it afterwards.
   *
   * @throws IllegalArgumentException if it is not 20 bytes long
   */
  public static Address wrap(byte[] bytes) {
    if (bytes.length != SIZE) {
      throw new IllegalArgumentException("expected 20 bytes, got " + bytes.length);
    }
    return new Address(bytes);
  }

  /**
   * Reads strict hexadecimal text.
   *
   * @throws IllegalArgumentException if it is not {@code 0x} and 40 lower-case digits
   */
  public static Address fromHex(String hex) {
    return wrap(Hex.parse(hex));
  }

  /** Reads the next 20 bytes of the buffer. */
  public static Address read(ByteBuffer buffer) {
    byte[] bytes = new byte[SIZE];
    buffer.get(bytes);
    return new Address(bytes);
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
  public int compareTo(Address other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address that && Arrays.equals(bytes, that.bytes);
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
