package dev.quittance.acceptance.stub;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signatures of the Standard Webhooks specification, symmetric ones. */
final class WebhookSignature {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "whsec_";
  private static final long TOLERANCE_S = 300;

  private final byte[] secret;

  WebhookSignature(byte[] secret) {
    this.secret = secret.clone();
  }

  /** The secret as both sides keep it. */
  String text() {
    return PREFIX + Base64.getEncoder().encodeToString(secret);
  }

  /**
   * Whether a message is from somebody who has the secret, and is not an old one.
   *
   * @param signatures with spaces between
   * @param nowS unix seconds
   */
  boolean holds(String id, String timestamp, String signatures, byte[] body, long nowS) {
    if (!timestamp.matches("[0-9]{1,18}")
        || Math.abs(nowS - Long.parseLong(timestamp)) > TOLERANCE_S) {
      return false;
    }
    byte[] expected = ("v1," + sign(id, timestamp, body)).getBytes(StandardCharsets.UTF_8);
    for (String signature : signatures.split(" ", -1)) {
      if (MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8))) {
        return true;
      }
    }
    return false;
  }

  private String sign(String id, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
