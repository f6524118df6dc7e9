package dev.quittance.acceptance.check;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a secret may be written where it must not be. Pure. */
final class SecretForms {
  private static final int BITS = 6;

  private SecretForms() {}

  /** Byte strings, one of which is in whatever has the secret, by their names. */
  static Map<String, byte[]> of(byte[] secret) {
    Map<String, byte[]> forms = new LinkedHashMap<>();
    forms.put("plain bytes", secret.clone());
    forms.put("hex", HexFormat.of().formatHex(secret).getBytes(US_ASCII));
    forms.put(
        "upper-case hex", HexFormat.of().withUpperCase().formatHex(secret).getBytes(US_ASCII));
    for (int before = 0; before < 3; before++) {
      forms.put("base64, " + before, base64(Base64.getEncoder(), secret, before));
      forms.put("base64url, " + before, base64(Base64.getUrlEncoder(), secret, before));
    }
    return forms;
  }

  /** The characters that depend on the secret alone when so many other bytes stand before it. */
  private static byte[] base64(Base64.Encoder encoder, byte[] secret, int before) {
    byte[] content = new byte[before + secret.length];
    System.arraycopy(secret, 0, content, before, secret.length);
    String text = encoder.withoutPadding().encodeToString(content);
    int from = (before * Byte.SIZE + BITS - 1) / BITS;
    int to = content.length * Byte.SIZE / BITS;
    return text.substring(from, to).getBytes(US_ASCII);
  }
}
