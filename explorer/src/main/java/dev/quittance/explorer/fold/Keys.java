package dev.quittance.explorer.fold;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The layout of the store: a letter for the kind, then big-endian parts, so that byte order is the
 * order in which things are looked up.
 */
public final class Keys {
  private static final int ID_BYTES = 32;

  /** Bytes of a list's key after its beginning: time and order id. */
  public static final int PLACE_BYTES = Long.BYTES + ID_BYTES;

  private Keys() {}

  /** A view by order id. */
  public static byte[] view(String orderId) {
    return key('v', id(orderId));
  }

  /** The orders of all tenants, newest first. */
  static byte[] newest(long sinceMs, String orderId) {
    return key('n', number(~sinceMs), id(orderId));
  }

  /** A tenant's orders, newest first. */
  static byte[] newestOf(String tenant, long sinceMs, String orderId) {
    return key('t', text(tenant), number(~sinceMs), id(orderId));
  }

  /** Where the list of all orders begins. */
  public static byte[] allOrders() {
    return key('n');
  }

  /** Where the list of a tenant's orders begins. */
  public static byte[] ordersOf(String tenant) {
    return key('t', text(tenant));
  }

  /** In a list, where orders begin that are not newer than a time, unix ms. */
  public static byte[] atOrBefore(byte[] list, long ms) {
    return ByteBuffer.allocate(list.length + Long.BYTES).put(list).putLong(~ms).array();
  }

  /** In a list, where orders begin that are older than a time, unix ms. */
  public static byte[] olderThan(byte[] list, long ms) {
    return atOrBefore(list, ms - 1);
  }

  /** The order id at the end of a list's key. */
  public static String orderIdOf(byte[] listKey) {
    return hex(Arrays.copyOfRange(listKey, listKey.length - ID_BYTES, listKey.length));
  }

  /** A result that a tenant's orders brought. */
  public static byte[] result(String tenant, String outputHash) {
    return key('r', text(tenant), id(outputHash));
  }

  /** A payload by the SHA-256 of its bytes. */
  public static byte[] payload(byte[] sha256) {
    return key('b', sha256);
  }

  /** A receipt that waits for its anchor, by its place in the log. */
  static byte[] waiting(int partition, long offset) {
    return key('w', number(partition), number(offset));
  }

  /** The place of a waiting receipt. */
  static long offsetOf(byte[] waitingKey) {
    return ByteBuffer.wrap(waitingKey, waitingKey.length - Long.BYTES, Long.BYTES).getLong();
  }

  /** A head by the offsets that it ends before. */
  static byte[] headBefore(int partition, long endOffset) {
    return key('h', number(partition), number(endOffset));
  }

  /** A head of a period. */
  static byte[] headOf(long period, int partition) {
    return key('p', number(period), number(partition));
  }

  /** A period's anchor, once final. */
  static byte[] anchor(long period) {
    return key('a', number(period));
  }

  /** The next offset of a partition that is not folded yet. */
  public static byte[] offset(String topic, int partition) {
    return key('o', text(topic), number(partition));
  }

  /** The counts. */
  public static byte[] counts() {
    return key('c');
  }

  /** Which cluster and which layout the store belongs to. */
  public static byte[] identity() {
    return key('i');
  }

  /** The first key after all that begin with a prefix, whose last byte is below 255. */
  public static byte[] after(byte[] prefix) {
    byte[] next = prefix.clone();
    next[next.length - 1]++;
    return next;
  }

  static byte[] id(String hex) {
    return HexFormat.of().parseHex(hex, 2, hex.length());
  }

  static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  /** Ends in zero, so that no text is the beginning of another. */
  private static byte[] text(String text) {
    return (text + "\0").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] key(char kind, byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(64);
    out.write(kind);
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
