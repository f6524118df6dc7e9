package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Bytes32;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/** A growing list of hashes in one array, 32 bytes each. Not thread-safe. */
final class HashList extends AbstractList<Bytes32> implements RandomAccess {

  private byte[] bytes = new byte[16 * Bytes32.SIZE];
  private int size;

  @Override
  public boolean add(Bytes32 hash) {
    if ((size + 1) * Bytes32.SIZE > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.multiplyExact(bytes.length, 2));
    }
    hash.write(ByteBuffer.wrap(bytes, size * Bytes32.SIZE, Bytes32.SIZE));
    size++;
    modCount++;
    return true;
  }

  @Override
  public Bytes32 get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("hash " + index + " of " + size);
    }
    return Bytes32.read(ByteBuffer.wrap(bytes, index * Bytes32.SIZE, Bytes32.SIZE));
  }

  @Override
  public int size() {
    return size;
  }
}
