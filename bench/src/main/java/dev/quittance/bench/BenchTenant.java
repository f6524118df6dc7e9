package dev.quittance.bench;

import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Tenant;
import dev.quittance.planning.document.TenantLimits;
import dev.quittance.platform.keys.Keyring;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A tenant that orders over HTTP.
 *
 * @param limits its quota
 */
record BenchTenant(String id, TenantLimits limits) {
  private static final int NO_QUOTA = TenantLimits.MAX;

  /** One that is bounded by nothing but its share of the gateway's room. */
  static BenchTenant withoutQuota(String id) {
    return new BenchTenant(id, new TenantLimits(NO_QUOTA, NO_QUOTA, NO_QUOTA));
  }

  /** One with so many orders a second, and the gateway's bound for requests in flight. */
  static BenchTenant withQuota(String id, int perSecond) {
    return new BenchTenant(id, new TenantLimits(perSecond, perSecond, null));
  }

  /** Its key. */
  String apiKey() {
    return "key-of-" + id;
  }

  /** Its document. */
  Tenant document(Keyring keys) {
    return new Tenant(
        id,
        id,
        keys.buyer(0).address().toString(),
        BenchCatalogue.TENANT,
        List.of(Hash32.sha256(apiKey().getBytes(StandardCharsets.UTF_8))),
        Tenant.Status.ACTIVE,
        null,
        limits);
  }
}
