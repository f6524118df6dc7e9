package dev.quittance.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.planning.Catalogue;
import dev.quittance.planning.document.ApiKey;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Scope;
import dev.quittance.planning.document.Tenant;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
    return keys.callerOf(key).map(caller -> caller.tenant().id()).orElse("nobody");
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

  @Test
  void aKeyMayDoWhatItsScopesSayUntilItEnds() {
    ApiKey reader = new ApiKey(hash("reader"), List.of(Scope.ORDERS_READ), 1000L);
    ApiKey admin = new ApiKey(hash("admin"), List.of(Scope.ADMIN), null);
    catalogue.set(
        catalogue
            .get()
            .foldPolicy(
                0,
                new Tenant(
                    "acme",
                    "acme",
                    "0x" + "b0".repeat(20),
                    "standard",
                    List.of(hash("old")),
                    Tenant.Status.ACTIVE,
                    List.of(reader, admin),
                    null)));

    assertThat(at(999).callerOf("reader").orElseThrow().may(Scope.ORDERS_READ)).isTrue();
    assertThat(at(999).callerOf("reader").orElseThrow().may(Scope.ORDERS_WRITE)).isFalse();
    assertThat(at(1000).callerOf("reader")).isEmpty();
    for (Scope scope : Scope.values()) {
      assertThat(at(1000).callerOf("admin").orElseThrow().may(scope)).isTrue();
      assertThat(at(1000).callerOf("old").orElseThrow().may(scope)).isTrue();
    }
  }

  private ApiKeys at(long nowMs) {
    return new ApiKeys(
        catalogue::get, InstantSource.fixed(Instant.ofEpochMilli(nowMs)), Optional.empty());
  }

  private static Hash32 hash(String key) {
    return Hash32.sha256(key.getBytes(StandardCharsets.UTF_8));
  }
}
