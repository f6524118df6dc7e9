package dev.quittance.webhooks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The layout of the stores: ids end in a zero byte, times are big-endian unix ms. */
final class StoreKeys {
  private StoreKeys() {}

  /** An endpoint. */
  static byte[] endpoint(String endpointId) {
    return endpointId.getBytes(StandardCharsets.UTF_8);
  }

  /** A message of an endpoint. */
  static byte[] message(String endpointId, String messageId) {
    return concat(text(endpointId), messageId.getBytes(StandardCharsets.UTF_8));
  }

  /** A waiting message, in the order in which those of its endpoint are due. */
  static byte[] due(String endpointId, long dueMs, String messageId) {
    return concat(text(endpointId), number(dueMs), messageId.getBytes(StandardCharsets.UTF_8));
  }

  /** Before all waiting messages of an endpoint that are due later. */
  static byte[] dueAfter(String endpointId, long nowMs) {
    return concat(text(endpointId), number(nowMs + 1));
  }

  /** Before everything of an endpoint. */
  static byte[] first(String endpointId) {
    return text(endpointId);
  }

  /** After everything of an endpoint. */
  static byte[] last(String endpointId) {
    byte[] key = text(endpointId);
    key[key.length - 1] = 1;
    return key;
  }

  /** A message that has ended, in the order in which they are forgotten. */
  static byte[] ended(long endedMs, String endpointId, String messageId) {
    return concat(number(endedMs), message(endpointId, messageId));
  }

  /** Before all that ended later. */
  static byte[] endedAfter(long atMs) {
    return number(atMs + 1);
  }

  /** The message's key in the key of one that has ended. */
  static byte[] messageOfEnded(byte[] ended) {
    return Arrays.copyOfRange(ended, Long.BYTES, ended.length);
  }

  /** The message's id at the end of the key of one that is due. */
  static String messageOfDue(String endpointId, byte[] due) {
    int from = text(endpointId).length + Long.BYTES;
    return new String(due, from, due.length - from, StandardCharsets.UTF_8);
  }

  private static byte[] text(String id) {
    return (id + "\0").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] number(long ms) {
    return ByteBuffer.allocate(Long.BYTES).putLong(ms).array();
  }

  private static byte[] concat(byte[]... parts) {
    ByteBuffer out = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      out.put(part);
    }
    return out.array();
  }
}
