package dev.quittance.receipts.crypto;

import java.util.HexFormat;

/**
 * Strict hexadecimal text: {@code 0x} and lower-case digits, two per byte; nothing else is read.
 *
 * <p>Stateless. One spelling per value, so that equal bytes are equal texts.
 */
public final class Hex {

  private static final HexFormat FORMAT = HexFormat.of();
  private static final String PREFIX = "0x";

  private Hex() {}

  /** The bytes as {@code 0x…}. */
  public static String format(byte[] bytes) {
    return PREFIX + FORMAT.formatHex(bytes);
  }

  /**
   * Reads {@code 0x…}.
   *
   * @throws IllegalArgumentException if the text is not strict hexadecimal
   */
  public static byte[] parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("hex must start with 0x: " + shorten(text));
    }
    if ((text.length() & 1) != 0) {
      throw new IllegalArgumentException("hex must have two digits per byte: " + shorten(text));
    }
    for (int i = PREFIX.length(); i < text.length(); i++) {
      if (!isLowerHexDigit(text.charAt(i))) {
        throw new IllegalArgumentException("hex must be lower case 0-9 a-f: " + shorten(text));
      }
    }
    return FORMAT.parseHex(text, PREFIX.length(), text.length());
  }

  private static boolean isLowerHexDigit(char digit) {
    return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
  }

  private static String shorten(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
