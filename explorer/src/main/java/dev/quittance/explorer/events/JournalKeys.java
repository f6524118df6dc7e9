package dev.quittance.explorer.events;

import dev.quittance.explorer.events.Position.Source;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The layout of the journal in the view's store: a letter, whose events they are, then source, lane
 * and place, big-endian.
 */
final class JournalKeys {
  private static final int PLACE_BYTES = 1 + Integer.BYTES + Long.BYTES;

  private JournalKeys() {}

  /** Where an event stands. */
  record Place(Source source, int lane, long number) {}

  /** A tenant's event. */
  static byte[] ofTenant(String tenant, Place place) {
    return key('j', text(tenant), place);
  }

  /** An order's event; its value is the tenant. */
  static byte[] ofOrder(String orderId, Place place) {
    return key('q', HexFormat.of().parseHex(orderId, 2, orderId.length()), place);
  }

  /** Where all of an order's events begin. */
  static byte[] ofOrder(String orderId) {
    return ofOrder(orderId, new Place(Source.ORDERS, 0, 0));
  }

  /** Where all of an order's events end. */
  static byte[] endOfOrder(String orderId) {
    byte[] key = ofOrder(orderId);
    key[key.length - PLACE_BYTES] = Byte.MAX_VALUE;
    return key;
  }

  /** The place at the end of a key. */
  static Place placeOf(byte[] key) {
    ByteBuffer in = ByteBuffer.wrap(key, key.length - PLACE_BYTES, PLACE_BYTES);
    return new Place(Source.ofNumber(in.get()), in.getInt(), in.getLong());
  }

  private static byte[] text(String text) {
    return (text + "\0").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] key(char kind, byte[] whose, Place place) {
    return ByteBuffer.allocate(1 + whose.length + PLACE_BYTES)
        .put((byte) kind)
        .put(whose)
        .put((byte) place.source().number())
        .putInt(place.lane())
        .putLong(place.number())
        .array();
  }
}
