package dev.quittance.webhooks;

import dev.quittance.executors.webhook.WebhookSignature;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.schemas.avro.WebhookDispatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The secrets of endpoints, which are derived from the line's seed and kept nowhere. */
record WebhookSecrets(Keyring keys) {
  /** So long the secret before a rotation signs too. */
  static final Duration OVERLAP = Duration.ofHours(24);

  /** A secret as its receiver is given it. */
  String text(String tenant, String endpointId, int version) {
    return WebhookSignature.secretOf(key(tenant, endpointId, version));
  }

  /** Signs an attempt with the secrets that hold now. */
  WebhookSignature signature(WebhookDispatch dispatch, long nowMs) {
    List<byte[]> valid = new ArrayList<>();
    int version = dispatch.getSecretVersion();
    valid.add(key(dispatch.getTenant(), dispatch.getEndpointId(), version));
    if (version > 1 && nowMs < dispatch.getRotatedAt() + OVERLAP.toMillis()) {
      valid.add(key(dispatch.getTenant(), dispatch.getEndpointId(), version - 1));
    }
    return WebhookSignature.ofKeys(valid);
  }

  private byte[] key(String tenant, String endpointId, int version) {
    return keys.webhookSecret(tenant, endpointId, version).toByteArray();
  }
}
