package dev.quittance.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.planning.Catalogue;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Tenant;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
  private final AtomicReference<Catalogue> catalogue = new AtomicReference<>(Catalogue.EMPTY);
  private final ApiKeys keys = new ApiKeys(catalogue::get);

  private void publish(String id, String... apiKeys) {
    Tenant tenant =
        new Tenant(
            id,
            id,
            "0x" + "b0".repeat(20),
            "standard",
            Arrays.stream(apiKeys)
                .map(key -> Hash32.sha256(key.getBytes(StandardCharsets.UTF_8)))
                .toList(),
            Tenant.Status.ACTIVE);
    catalogue.set(catalogue.get().foldPolicy(catalogue.get().policiesOffset(), tenant));
  }

  private String tenantOf(String key) {
    return keys.tenantOf(key).map(Tenant::id).orElse("nobody");
  }

  @Test
  void knowsTenantsByAnyOfTheirKeys() {
    publish("acme", "key-1", "key-2");
    publish("other", "key-3");

    assertThat(tenantOf("key-1")).isEqualTo("acme");
    assertThat(tenantOf("key-2")).isEqualTo("acme");
    assertThat(tenantOf("key-3")).isEqualTo("other");
    assertThat(tenantOf("key-4")).isEqualTo("nobody");
    assertThat(tenantOf("")).isEqualTo("nobody");
  }

  @Test
  void followsTheCatalogue() {
    publish("acme", "key-1");
    assertThat(tenantOf("key-1")).isEqualTo("acme");

    publish("acme", "key-2");

    assertThat(tenantOf("key-1")).isEqualTo("nobody");
    assertThat(tenantOf("key-2")).isEqualTo("acme");
  }

  @Test
  void takesAKeyOfTwoTenantsForNeither() {
    publish("acme", "key-1");
    publish("other", "key-1");

    assertThat(tenantOf("key-1")).isEqualTo("nobody");
  }
}
