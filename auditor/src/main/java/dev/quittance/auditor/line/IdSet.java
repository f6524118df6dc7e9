package dev.quittance.auditor.line;

import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import java.util.Arrays;

/**
 * Remembers very many ids in sixteen bytes each: by eight bytes of a hash of each and of a secret.
 * Who chooses ids, as tenants do, can't choose two that are taken for one another. Not thread-safe.
 */
final class IdSet {
  private final byte[] secret;
  private long[] slots = new long[1024];
  private int size;

  /**
   * @param secret what nobody can foretell
   */
  IdSet(Bytes32 secret) {
    this.secret = secret.toByteArray();
  }

  /** Adds an id. */
  void add(Bytes32 id) {
    if (2 * (size + 1) > slots.length) {
      grow();
    }
    size += put(slots, prefix(id)) ? 1 : 0;
  }

  /** Whether an id was added. */
  boolean contains(Bytes32 id) {
    long prefix = prefix(id);
    for (int at = slot(slots, prefix); slots[at] != 0; at = (at + 1) & (slots.length - 1)) {
      if (slots[at] == prefix) {
        return true;
      }
    }
    return false;
  }

  private void grow() {
    long[] larger = new long[2 * slots.length];
    Arrays.stream(slots).filter(prefix -> prefix != 0).forEach(prefix -> put(larger, prefix));
    slots = larger;
  }

  private static boolean put(long[] slots, long prefix) {
    int at = slot(slots, prefix);
    while (slots[at] != 0) {
      if (slots[at] == prefix) {
        return false;
      }
      at = (at + 1) & (slots.length - 1);
    }
    slots[at] = prefix;
    return true;
  }

  private static int slot(long[] slots, long prefix) {
    return (int) (prefix ^ (prefix >>> 32)) & (slots.length - 1);
  }

  /** Zero stands for an empty slot. */
  private long prefix(Bytes32 id) {
    long prefix = Sha256.hash(secret, id.toByteArray()).toBytes().asBuffer().getLong();
    return prefix == 0 ? 1 : prefix;
  }
}
