package dev.quittance.executors.webhook;

import dev.quittance.executor.api.InvalidExecutorSettings;
import dev.quittance.executors.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests after Standard Webhooks 1.0: {@code v1}, HMAC-SHA-256 over {@code
 * id.timestamp.body}.
 *
 * <p>Every secret signs, so that receivers can change over to a new one at their own time. Safe for
 * any number of threads.
 */
public final class WebhookSignature {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int MIN_KEY_BYTES = 24;
  private static final int MAX_KEY_BYTES = 64;

  private final List<SecretKeySpec> keys;

  private WebhookSignature(List<SecretKeySpec> keys) {
    this.keys = List.copyOf(keys);
  }

  /** A signature with each of the secrets. */
  static WebhookSignature of(List<Secret> secrets) throws InvalidExecutorSettings {
    List<SecretKeySpec> keys = new ArrayList<>();
    for (int line = 1; line <= secrets.size(); line++) {
      keys.add(key(secrets.get(line - 1).reveal(), line));
    }
    return new WebhookSignature(keys);
  }

  /**
   * A signature with each of these keys.
   *
   * @param keys 24 to 64 bytes each
   */
  public static WebhookSignature ofKeys(List<byte[]> keys) {
    return new WebhookSignature(
        keys.stream().map(key -> new SecretKeySpec(key, ALGORITHM)).toList());
  }

  /** A key as its receiver is given it. */
  public static String secretOf(byte[] key) {
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  private static SecretKeySpec key(String secret, int line) throws InvalidExecutorSettings {
    byte[] key = new byte[0];
    if (secret.startsWith(PREFIX)) {
      try {
        key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
      } catch (IllegalArgumentException _) {
        // as wrong as one of the wrong length
      }
    }
    if (key.length < MIN_KEY_BYTES || key.length > MAX_KEY_BYTES) {
      throw new InvalidExecutorSettings(
          "/secretFile",
          "line "
              + line
              + " of the file is not a signing secret: whsec_ and the base64 of "
              + MIN_KEY_BYTES
              + " to "
              + MAX_KEY_BYTES
              + " random bytes");
    }
    return new SecretKeySpec(key, ALGORITHM);
  }

  /** The three headers of a request. */
  public Map<String, String> headers(String id, long timestampSeconds, String body) {
    String signed = id + "." + timestampSeconds + "." + body;
    return Map.of(
        "webhook-id",
        id,
        "webhook-timestamp",
        Long.toString(timestampSeconds),
        "webhook-signature",
        keys.stream().map(key -> "v1," + sign(key, signed)).collect(Collectors.joining(" ")));
  }

  private static String sign(SecretKeySpec key, String signed) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }
}
