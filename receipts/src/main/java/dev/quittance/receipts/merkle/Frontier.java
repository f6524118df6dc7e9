package dev.quittance.receipts.merkle;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * All that must be kept of an RFC 6962 tree to append to it and to know its root: the roots of its
 * perfect subtrees, one for each set bit of its size (a <em>compact range</em> that starts at 0).
 *
 * <p>Immutable, thread-safe; at most 63 hashes. Appending costs one node hash on average.
 */
public final class Frontier {

  /** The frontier of the tree without leaves. */
  public static final Frontier EMPTY = new Frontier(0, new Bytes32[0]);

  private final long size;

  /** From the largest subtree, at the left, to the smallest. */
  private final Bytes32[] roots;

  private Frontier(long size, Bytes32[] roots) {
    this.size = size;
    this.roots = roots;
  }

  /** The number of leaves. */
  public long size() {
    return size;
  }

  /** The frontier after one more leaf. */
  public Frontier append(Bytes32 leafHash) {
    // Every trailing one bit of the size is a subtree that the new leaf completes a pair with.
    int merged = Long.numberOfTrailingZeros(~size);
    int kept = roots.length - merged;
    Bytes32 subtree = leafHash;
    for (int i = roots.length - 1; i >= kept; i--) {
      subtree = Rfc6962.nodeHash(roots[i], subtree);
    }
    Bytes32[] appended = Arrays.copyOf(roots, kept + 1);
    appended[kept] = subtree;
    return new Frontier(size + 1, appended);
  }

  /** The root of the tree. */
  public Bytes32 root() {
    if (roots.length == 0) {
      return Rfc6962.EMPTY_ROOT;
    }
    Bytes32 root = roots[roots.length - 1];
    for (int i = roots.length - 2; i >= 0; i--) {
      root = Rfc6962.nodeHash(roots[i], root);
    }
    return root;
  }

  /** The number of bytes that {@link #write} appends. */
  public int encodedSize() {
    return Long.BYTES + roots.length * Bytes32.SIZE;
  }

  /** Appends the size (u64) and the subtree roots, from the left. */
  public void write(ByteBuffer buffer) {
    buffer.putLong(size);
    for (Bytes32 root : roots) {
      root.write(buffer);
    }
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @throws IllegalArgumentException if the size is negative
   * @throws java.nio.BufferUnderflowException if the buffer ends before the frontier does
   */
  public static Frontier read(ByteBuffer buffer) {
    long size = buffer.getLong();
    if (size < 0) {
      throw new IllegalArgumentException("a tree's size is 0 to 2^63 - 1: " + size);
    }
    Bytes32[] roots = new Bytes32[Long.bitCount(size)];
    for (int i = 0; i < roots.length; i++) {
      roots[i] = Bytes32.read(buffer);
    }
    return new Frontier(size, roots);
  }

  /** The bytes that {@link #write} appends, alone. */
  public Bytes encode() {
    ByteBuffer buffer = ByteBuffer.allocate(encodedSize());
    write(buffer);
    return Bytes.wrap(buffer.array());
  }

  /**
   * Reads what {@link #encode} gave.
   *
   * @throws IllegalArgumentException if the bytes are not exactly one frontier
   */
  public static Frontier decode(Bytes encoded) {
    ByteBuffer buffer = encoded.asBuffer();
    if (buffer.remaining() < Long.BYTES
        || buffer.remaining() != Long.BYTES + Long.bitCount(buffer.getLong(0)) * Bytes32.SIZE) {
      throw new IllegalArgumentException("not an encoded frontier: " + encoded.size() + " bytes");
    }
    return read(buffer);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Frontier that && size == that.size && Arrays.equals(roots, that.roots);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(size) + Arrays.hashCode(roots);
  }

  @Override
  public String toString() {
    return "Frontier[size=" + size + ", root=" + root() + "]";
  }
}
