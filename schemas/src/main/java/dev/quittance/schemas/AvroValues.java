package dev.quittance.schemas;

import dev.quittance.schemas.avro.Address20;
import dev.quittance.schemas.avro.Hash32;
import dev.quittance.schemas.avro.UInt256;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Between the generated Avro value types and plain Java values, both ways. */
public final class AvroValues {
  private AvroValues() {}

  /** The zero hash: "there is none". */
  public static Hash32 noHash() {
    return new Hash32(new byte[32]);
  }

  /** A 32-byte value; {@code bytes} must be 32 long. */
  public static Hash32 hash32(byte[] bytes) {
    return new Hash32(exactly(32, bytes));
  }

  /** From {@code 0x} and 64 hex digits. */
  public static Hash32 hash32(String hex) {
    return hash32(fromHex(hex));
  }

  /** A 20-byte address; {@code bytes} must be 20 long. */
  public static Address20 address20(byte[] bytes) {
    return new Address20(exactly(20, bytes));
  }

  /** From {@code 0x} and 40 hex digits. */
  public static Address20 address20(String hex) {
    return address20(fromHex(hex));
  }

  /** An amount in the smallest unit; negative or longer than 256 bits is a programming error. */
  public static UInt256 uint256(BigInteger value) {
    if (value.signum() < 0 || value.bitLength() > 256) {
      throw new IllegalArgumentException("not an unsigned 256-bit integer: " + value);
    }
    byte[] raw = value.toByteArray();
    byte[] word = new byte[32];
    int length = Math.min(raw.length, 32);
    System.arraycopy(raw, raw.length - length, word, 32 - length, length);
    return new UInt256(word);
  }

  /** The amount that a 256-bit word stands for. */
  public static BigInteger integer(UInt256 value) {
    return new BigInteger(1, value.bytes());
  }

  /** {@code 0x} and lower-case hex. */
  public static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  /** {@code 0x} and lower-case hex. */
  public static String hex(Hash32 hash) {
    return hex(hash.bytes());
  }

  /** {@code 0x} and lower-case hex. */
  public static String hex(Address20 address) {
    return hex(address.bytes());
  }

  /** The content of a buffer, which stays as it is. */
  public static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static byte[] fromHex(String hex) {
    if (!hex.startsWith("0x")) {
      throw new IllegalArgumentException("hex without 0x: " + hex);
    }
    return HexFormat.of().parseHex(hex, 2, hex.length());
  }

  private static byte[] exactly(int length, byte[] bytes) {
    if (bytes.length != length) {
      throw new IllegalArgumentException("expected " + length + " bytes, got " + bytes.length);
    }
    return bytes;
  }
}
