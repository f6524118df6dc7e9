package dev.quittance.receipts.log;

import java.util.Base64;

/** Base64 (RFC 4648, section 4) with padding, and only the one spelling that encoding gives. */
final class StrictBase64 {

  private StrictBase64() {}

  static byte[] decode(String text) {
    byte[] bytes = Base64.getDecoder().decode(text);
    if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
      throw new IllegalArgumentException("base64 is not in its canonical form: " + text);
    }
    return bytes;
  }
}
