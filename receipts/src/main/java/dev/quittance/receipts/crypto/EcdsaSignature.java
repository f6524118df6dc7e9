package dev.quittance.receipts.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Sixty-five bytes r ‖ s ‖ v of a secp256k1 signature with recovery. Immutable, thread-safe.
 *
 * <p>The length is given; whether r, s and v are {@linkplain #isCanonical canonical} is checked by
 * everything that recovers.
 */
public final class EcdsaSignature {

  /** Length in bytes. */
  public static final int SIZE = 65;

  /** The smallest v; 27 and 28 are the only ones accepted. */
  public static final int V_BASE = 27;

  private static final byte[] CURVE_ORDER =
      HexFormat.of().parseHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
  private static final byte[] HALF_CURVE_ORDER =
      HexFormat.of().parseHex("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");
  private static final byte[] ZERO = new byte[32];

  private final byte[] bytes;

  private EcdsaSignature(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The signature in the given bytes; empty if there are not exactly 65. */
  public static Optional<EcdsaSignature> of(Bytes bytes) {
    return bytes.size() == SIZE
        ? Optional.of(new EcdsaSignature(bytes.toByteArray()))
        : Optional.empty();
  }

  /**
   * Reads strict hexadecimal text.
   *
   * @throws IllegalArgumentException if it is not {@code 0x} and 130 lower-case digits
   */
  public static EcdsaSignature fromHex(String hex) {
    return of(Bytes.fromHex(hex))
        .orElseThrow(() -> new IllegalArgumentException("a signature has 65 bytes: " + hex));
  }

  /** Joins the compact form (r ‖ s) and a recovery id of 0 or 1. */
  static EcdsaSignature ofCompact(byte[] compact, int recoveryId) {
    byte[] bytes = Arrays.copyOf(compact, SIZE);
    bytes[SIZE - 1] = (byte) (V_BASE + recoveryId);
    return new EcdsaSignature(bytes);
  }

  /** Whether 0 &lt; r &lt; n, 0 &lt; s ≤ n/2 and v is 27 or 28 (EIP-2 and the log's rule). */
  public boolean isCanonical() {
    int v = bytes[SIZE - 1];
    return (v == V_BASE || v == V_BASE + 1)
        && compare(0, ZERO) > 0
        && compare(0, CURVE_ORDER) < 0
        && compare(32, ZERO) > 0
        && compare(32, HALF_CURVE_ORDER) <= 0;
  }

  /**
   * The same signature in its low-s form: s becomes n − s and v the other one where s was high.
   * What is not canonical for another reason stays as it is.
   */
  public EcdsaSignature withLowS() {
    int v = bytes[SIZE - 1];
    boolean isHigh = compare(32, HALF_CURVE_ORDER) > 0 && compare(32, CURVE_ORDER) < 0;
    if (!isHigh || (v != V_BASE && v != V_BASE + 1)) {
      return this;
    }
    byte[] low = new BigInteger(1, CURVE_ORDER).subtract(s()).toByteArray();
    byte[] flipped = bytes.clone();
    Arrays.fill(flipped, 32, 64, (byte) 0);
    int length = Math.min(low.length, 32);
    System.arraycopy(low, low.length - length, flipped, 64 - length, length);
    flipped[SIZE - 1] = (byte) (V_BASE + V_BASE + 1 - v);
    return new EcdsaSignature(flipped);
  }

  private int compare(int from, byte[] bound) {
    return Arrays.compareUnsigned(bytes, from, from + 32, bound, 0, 32);
  }

  BigInteger r() {
    return new BigInteger(1, bytes, 0, 32);
  }

  BigInteger s() {
    return new BigInteger(1, bytes, 32, 32);
  }

  byte[] compact() {
    return Arrays.copyOf(bytes, SIZE - 1);
  }

  int recoveryId() {
    return bytes[SIZE - 1] - V_BASE;
  }

  /** The 65 bytes. */
  public Bytes toBytes() {
    return Bytes.wrap(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EcdsaSignature that && Arrays.equals(bytes, that.bytes);
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
