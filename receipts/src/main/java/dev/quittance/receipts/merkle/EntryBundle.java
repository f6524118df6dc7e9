package dev.quittance.receipts.merkle;

import dev.quittance.receipts.crypto.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves one after the other, each after its length (u16): the entry bundles of C2SP tlog-tiles.
 * Stateless.
 */
public final class EntryBundle {
  private static final int MAX_LENGTH = 0xffff;

  private EntryBundle() {}

  /**
   * A bundle with one more entry.
   *
   * @throws IllegalArgumentException if the entry is longer than 65,535 bytes
   */
  public static Bytes append(Bytes bundle, Bytes entry) {
    if (entry.size() > MAX_LENGTH) {
      throw new IllegalArgumentException("an entry has at most 65535 bytes: " + entry.size());
    }
    ByteBuffer longer = ByteBuffer.allocate(bundle.size() + Short.BYTES + entry.size());
    longer.put(bundle.asBuffer()).putShort((short) entry.size()).put(entry.asBuffer());
    return Bytes.wrap(longer.array());
  }

  /** The bundle of some entries. */
  public static Bytes of(List<Bytes> entries) {
    Bytes bundle = Bytes.EMPTY;
    for (Bytes entry : entries) {
      bundle = append(bundle, entry);
    }
    return bundle;
  }

  /**
   * The entries of a bundle.
   *
   * @throws IllegalArgumentException if it ends inside of an entry
   */
  public static List<Bytes> entries(Bytes bundle) {
    List<Bytes> entries = new ArrayList<>();
    ByteBuffer buffer = bundle.asBuffer();
    while (buffer.hasRemaining()) {
      int length = buffer.remaining() < Short.BYTES ? -1 : Short.toUnsignedInt(buffer.getShort());
      if (length < 0 || length > buffer.remaining()) {
        throw new IllegalArgumentException(
            "the bundle ends inside of entry %d".formatted(entries.size()));
      }
      byte[] entry = new byte[length];
      buffer.get(entry);
      entries.add(Bytes.wrap(entry));
    }
    return List.copyOf(entries);
  }

  /**
   * The first entries of a bundle, as a bundle.
   *
   * @throws IllegalArgumentException if it has fewer
   */
  public static Bytes prefix(Bytes bundle, int count) {
    List<Bytes> entries = entries(bundle);
    if (entries.size() < count) {
      throw new IllegalArgumentException(
          "the bundle has %d entries, not %d".formatted(entries.size(), count));
    }
    return of(entries.subList(0, count));
  }
}
