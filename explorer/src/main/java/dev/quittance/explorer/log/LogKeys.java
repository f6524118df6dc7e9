package dev.quittance.explorer.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.receipts.crypto.Bytes32;
import java.nio.ByteBuffer;

/**
 * The layout of the log index: a letter for the kind, then big-endian parts.
 *
 * <p>Of digests and order ids the first 16 bytes stand in keys: what is found is compared whole
 * with the log's own entry or record.
 */
final class LogKeys {
  private static final int PREFIX = 16;
  private static final int PLACE = Integer.BYTES + Long.BYTES;

  private LogKeys() {}

  /** A place where a receipt with a digest stands. */
  static byte[] receipt(Bytes32 digest, Place place) {
    return placed('d', digest, place);
  }

  /** Where the places of a digest begin. */
  static byte[] receipts(Bytes32 digest) {
    return prefix('d', digest).array();
  }

  /** A place where a receipt of an order stands. */
  static byte[] receiptOf(Bytes32 orderId, Place place) {
    return placed('r', orderId, place);
  }

  /** Where the places of an order begin. */
  static byte[] receiptsOf(Bytes32 orderId) {
    return prefix('r', orderId).array();
  }

  /** The place at the end of a key. */
  static Place placeOf(byte[] key) {
    ByteBuffer place = ByteBuffer.wrap(key, key.length - PLACE, PLACE);
    return new Place(place.getInt(), place.getLong());
  }

  /** A head by the offset that it ends before in the partition with a number. */
  static byte[] headBefore(int number, long endOffset) {
    return key('h', PLACE).putInt(number).putLong(endOffset).array();
  }

  /** A head of a period. */
  static byte[] headOf(long period, int partition) {
    return key('p', PLACE).putLong(period).putInt(partition).array();
  }

  /** The latest head of a partition. */
  static byte[] latestHead(int partition) {
    return key('l', Integer.BYTES).putInt(partition).array();
  }

  /** The latest interim head of a partition. */
  static byte[] interim(int partition) {
    return key('m', Integer.BYTES).putInt(partition).array();
  }

  /** An anchor record. */
  static byte[] anchor(long seq) {
    return key('a', Long.BYTES).putLong(seq).array();
  }

  /** The latest checkpoint, after the anchors that it covers. */
  static byte[] checkpoint() {
    return key('c', 0).array();
  }

  /** A full tile of the anchor log. */
  static byte[] tile(int level, long index) {
    return key('t', 1 + Long.BYTES).put((byte) level).putLong(index).array();
  }

  /** The unfinished tile of a level of the anchor log. */
  static byte[] edge(int level) {
    return key('g', 1).put((byte) level).array();
  }

  /** The next offset of a partition that is not folded yet. */
  static byte[] offset(String topic, int partition) {
    byte[] name = topic.getBytes(UTF_8);
    return key('o', name.length + Integer.BYTES).put(name).putInt(partition).array();
  }

  /** Which log and which layout the store belongs to. */
  static byte[] identity() {
    return key('i', 0).array();
  }

  /** The first key after all that are at least as long and begin with a prefix. */
  static byte[] after(byte[] prefix) {
    return ByteBuffer.allocate(prefix.length + PLACE + 1)
        .put(prefix)
        .putLong(-1)
        .putInt(-1)
        .put((byte) -1)
        .array();
  }

  private static byte[] placed(char kind, Bytes32 id, Place place) {
    ByteBuffer prefix = prefix(kind, id);
    return ByteBuffer.allocate(prefix.capacity() + PLACE)
        .put(prefix.flip())
        .putInt(place.number())
        .putLong(place.offset())
        .array();
  }

  private static ByteBuffer prefix(char kind, Bytes32 id) {
    return key(kind, PREFIX).put(id.toByteArray(), 0, PREFIX);
  }

  private static ByteBuffer key(char kind, int rest) {
    return ByteBuffer.allocate(1 + rest).put((byte) kind);
  }
}
