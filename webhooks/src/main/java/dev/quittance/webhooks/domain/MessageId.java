package dev.quittance.webhooks.domain;

import dev.quittance.receipts.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The ids of messages: {@code msg_} and 32 hex digits of a hash over where the event stands in the
 * topics and who is told of it, so that a repeated transaction makes the same message.
 */
public final class MessageId {
  private static final String PREFIX = "msg_";
  private static final int BYTES = 16;
  private static final Pattern FORM = Pattern.compile("msg_[0-9a-f]{32}");

  private MessageId() {}

  /**
   * The id of one event's message to one endpoint.
   *
   * @param index of the event among those of its record
   */
  public static String of(
      String endpointId, String topic, int partition, long offset, int index, String orderId) {
    String place =
        String.join(
            "\0",
            "quittance-webhook-message/v1",
            endpointId,
            topic,
            "" + partition,
            "" + offset,
            "" + index,
            orderId);
    byte[] hash = Sha256.hash(place.getBytes(StandardCharsets.UTF_8)).toByteArray();
    return PREFIX + HexFormat.of().formatHex(hash, 0, BYTES);
  }

  /**
   * The id of a message that no event of an order causes.
   *
   * @param random 16 bytes that were drawn
   */
  public static String drawn(byte[] random) {
    return PREFIX + HexFormat.of().formatHex(random, 0, BYTES);
  }

  /** Whether a text has the form of an id. */
  public static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }
}
