package dev.quittance.platform.http;

import dev.quittance.planning.Catalogue;
import dev.quittance.planning.Hashed;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Tenant;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells which tenant calls, by the API key in {@code Authorization: Bearer …} (RFC 6750).
 *
 * <p>The catalogue holds SHA-256 hashes of keys. Candidates are found by the first bytes of the
 * presented key's hash, which nobody can choose without knowing a key, and compared whole in
 * constant time. A key that two tenants share names neither. Safe for any number of threads.
 */
public final class ApiKeys {
  private static final String TENANT = "quittance.tenant";
  private static final String SCHEME = "bearer ";

  private final Supplier<Catalogue> catalogue;
  private volatile Index index = Index.of(Catalogue.EMPTY);

  /** Looks tenants up in the latest snapshot. */
  public ApiKeys(Supplier<Catalogue> catalogue) {
    this.catalogue = catalogue;
  }

  /** A handler that lets every known tenant pass and answers 401 to anybody else. */
  public Handler<RoutingContext> anyTenant() {
    return request -> identify(request).ifPresent(tenant -> pass(request, tenant));
  }

  /** As {@link #anyTenant()}, but suspended tenants get 403. */
  public Handler<RoutingContext> activeTenant() {
    return request -> identify(request).ifPresent(tenant -> passIfActive(request, tenant));
  }

  /** The tenant that one of the handlers let pass. */
  public static Tenant tenant(RoutingContext request) {
    return Objects.requireNonNull(request.get(TENANT), "mounted without an ApiKeys handler");
  }

  /** The tenant of a key, if exactly one has it. */
  public Optional<Tenant> tenantOf(String key) {
    Catalogue latest = catalogue.get();
    Index known = index;
    if (known.policiesOffset() != latest.policiesOffset()) {
      known = Index.of(latest);
      index = known;
    }
    return known.tenantOf(Hash32.sha256(key.getBytes(StandardCharsets.UTF_8)).bytes());
  }

  private Optional<Tenant> identify(RoutingContext request) {
    String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      challenge(
          request,
          "Bearer realm=\"quittance\"",
          "Send your tenant's API key as 'Authorization: Bearer <key>'.");
      return Optional.empty();
    }
    Optional<Tenant> tenant = tenantOf(header.substring(SCHEME.length()).strip());
    if (tenant.isEmpty()) {
      challenge(
          request,
          "Bearer realm=\"quittance\", error=\"invalid_token\"",
          "No tenant has this API key; ask the operator for a new one.");
    }
    return tenant;
  }

  private static void challenge(RoutingContext request, String challenge, String detail) {
    request.response().putHeader("WWW-Authenticate", challenge);
    Problem.of(401, "unauthorized", "API key missing or unknown", detail).answer(request);
  }

  private static void passIfActive(RoutingContext request, Tenant tenant) {
    switch (tenant.status()) {
      case ACTIVE -> pass(request, tenant);
      case SUSPENDED ->
          Problem.of(
                  403,
                  "tenant-suspended",
                  "Tenant suspended",
                  "Tenant " + tenant.id() + " may not order now; ask the operator.")
              .answer(request);
    }
  }

  private static void pass(RoutingContext request, Tenant tenant) {
    request.put(TENANT, tenant);
    request.next();
  }

  /** A key hash and whose it is. */
  private record Entry(Hash32 hash, Tenant tenant) {}

  /** The key hashes of one catalogue by their first bytes. */
  private record Index(long policiesOffset, Map<Integer, List<Entry>> entries) {
    static Index of(Catalogue catalogue) {
      Map<Integer, List<Entry>> entries = new HashMap<>();
      for (Hashed<Tenant> tenant : catalogue.tenants().values()) {
        for (Hash32 hash : tenant.document().apiKeyHashes()) {
          entries
              .computeIfAbsent(prefix(hash.bytes()), _ -> new ArrayList<>())
              .add(new Entry(hash, tenant.document()));
        }
      }
      return new Index(catalogue.policiesOffset(), entries);
    }

    Optional<Tenant> tenantOf(byte[] hash) {
      List<Tenant> owners =
          entries.getOrDefault(prefix(hash), List.of()).stream()
              .filter(entry -> MessageDigest.isEqual(entry.hash().bytes(), hash))
              .map(Entry::tenant)
              .toList();
      return owners.size() == 1 ? Optional.of(owners.getFirst()) : Optional.empty();
    }

    private static int prefix(byte[] hash) {
      return (hash[0] & 0xff) << 16 | (hash[1] & 0xff) << 8 | (hash[2] & 0xff);
    }
  }
}
