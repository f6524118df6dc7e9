package dev.quittance.bench;

import dev.quittance.receipts.crypto.Bytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The entries that all trees are built over; {@code bench/js/src/entries.mjs} makes the same. */
final class TreeEntries {
  /** Bytes of an entry, as the log's are. */
  static final int SIZE = 88;

  private static final int BLOCK = 64;
  private static final int STRIDE = 7919;

  private TreeEntries() {}

  /** Entry i is 88 bytes of SHA-512(seed ‖ i ‖ 0) and SHA-512(seed ‖ i ‖ 1), all u64. */
  static List<Bytes> of(long seed, int count) {
    MessageDigest sha512 = sha512();
    return IntStream.range(0, count).mapToObj(i -> entry(sha512, seed, i)).toList();
  }

  /** Which leaf is proven in the k-th place: all over the tree. */
  static int provenLeaf(int k, int count) {
    return (int) ((long) k * STRIDE % count);
  }

  private static Bytes entry(MessageDigest sha512, long seed, long index) {
    ByteBuffer blocks = ByteBuffer.allocate(2 * BLOCK);
    for (long block = 0; block < 2; block++) {
      ByteBuffer input = ByteBuffer.allocate(3 * Long.BYTES);
      blocks.put(sha512.digest(input.putLong(seed).putLong(index).putLong(block).array()));
    }
    return Bytes.wrap(Arrays.copyOf(blocks.array(), SIZE));
  }

  private static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
