package dev.quittance.platform.http;

import dev.quittance.planning.Catalogue;
import dev.quittance.planning.Hashed;
import dev.quittance.planning.document.ApiKey;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Scope;
import dev.quittance.planning.document.Tenant;
import dev.quittance.platform.stage.UnusableSettings;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells which tenant calls, by the API key or the JSON Web Token in {@code Authorization: Bearer …}
 * (RFC 6750), and what it may do.
 *
 * <p>The catalogue holds SHA-256 hashes of keys. Candidates are found by the first bytes of the
 * presented key's hash, which nobody can choose without knowing a key, and compared whole in
 * constant time. A key that two tenants share names neither; one whose time is over, nobody. Safe
 * for any number of threads.
 */
public final class ApiKeys {
  private static final String CALLER = "quittance.caller";
  private static final String SCHEME = "bearer ";

  private final Supplier<Catalogue> catalogue;
  private final InstantSource clock;
  private final Optional<JwtTokens> tokens;
  private volatile Index index = Index.of(Catalogue.EMPTY);

  /** Looks tenants up in the latest snapshot; takes no tokens. */
  public ApiKeys(Supplier<Catalogue> catalogue) {
    this(catalogue, InstantSource.system(), Optional.empty());
  }

  /**
   * Looks tenants up in the latest snapshot.
   *
   * @param clock says which keys have ended
   * @param tokens reads tokens; empty when none are taken
   */
  public ApiKeys(Supplier<Catalogue> catalogue, InstantSource clock, Optional<JwtTokens> tokens) {
    this.catalogue = catalogue;
    this.clock = clock;
    this.tokens = tokens;
  }

  /**
   * Looks tenants up in the latest snapshot, and takes tokens if there are settings for them.
   *
   * @throws UnusableSettings when the issuer's keys can't be read
   */
  public static ApiKeys of(Supplier<Catalogue> catalogue, Optional<JwtTokens.Settings> tokens) {
    try {
      return new ApiKeys(catalogue, InstantSource.system(), tokens.map(JwtTokens::of));
    } catch (IllegalArgumentException e) {
      throw new UnusableSettings(List.of("/gateway/jwt/jwks: " + e.getMessage()));
    }
  }

  /** A handler that lets callers with a scope pass; 401 to strangers, 403 to others. */
  public Handler<RoutingContext> anyTenant(Scope scope) {
    return request -> identify(request, scope).ifPresent(caller -> pass(request, caller));
  }

  /** As {@link #anyTenant}, but suspended tenants get 403. */
  public Handler<RoutingContext> activeTenant(Scope scope) {
    return request -> identify(request, scope).ifPresent(caller -> passIfActive(request, caller));
  }

  /** The tenant that one of the handlers let pass. */
  public static Tenant tenant(RoutingContext request) {
    Caller caller = request.get(CALLER);
    return Objects.requireNonNull(caller, "mounted without an ApiKeys handler").tenant();
  }

  /** Who has a key or a token, if it is exactly one tenant. */
  public Optional<Caller> callerOf(String credential) {
    Catalogue latest = catalogue.get();
    if (tokens.isPresent() && JwtTokens.looksLikeOne(credential)) {
      return tokens
          .get()
          .verify(credential)
          .flatMap(claims ->
              latest
                  .tenant(claims.tenant())
                  .map(tenant -> new Caller(tenant.document(), claims.scopes())));
    }
    Index known = index;
    if (known.policiesOffset() != latest.policiesOffset()) {
      known = Index.of(latest);
      index = known;
    }
    return known.callerOf(
        Hash32.sha256(credential.getBytes(StandardCharsets.UTF_8)).bytes(), clock.millis());
  }

  private Optional<Caller> identify(RoutingContext request, Scope scope) {
    String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      challenge(
          request,
          "Bearer realm=\"quittance\"",
          "Send your tenant's API key as 'Authorization: Bearer <key>'.");
      return Optional.empty();
    }
    Optional<Caller> caller = callerOf(header.substring(SCHEME.length()).strip());
    if (caller.isEmpty()) {
      challenge(
          request,
          "Bearer realm=\"quittance\", error=\"invalid_token\"",
          "No tenant has this API key, or its time is over; ask the operator for a new one.");
      return Optional.empty();
    }
    if (!caller.get().may(scope)) {
      request
          .response()
          .putHeader(
              "WWW-Authenticate",
              "Bearer realm=\"quittance\", error=\"insufficient_scope\", scope=\"" + scope + "\"");
      Problem.of(
              403,
              "insufficient-scope",
              "Insufficient scope",
              "This takes a key with the scope " + scope + ", which yours has not.")
          .answer(request);
      return Optional.empty();
    }
    return caller;
  }

  private static void challenge(RoutingContext request, String challenge, String detail) {
    request.response().putHeader("WWW-Authenticate", challenge);
    Problem.of(401, "unauthorized", "API key missing or unknown", detail).answer(request);
  }

  private static void passIfActive(RoutingContext request, Caller caller) {
    switch (caller.tenant().status()) {
      case ACTIVE -> pass(request, caller);
      case SUSPENDED ->
          Problem.of(
                  403,
                  "tenant-suspended",
                  "Tenant suspended",
                  "Tenant " + caller.tenant().id() + " may not order now; ask the operator.")
              .answer(request);
    }
  }

  private static void pass(RoutingContext request, Caller caller) {
    request.put(CALLER, caller);
    request.next();
  }

  /** A key and whose it is. */
  private record Entry(ApiKey key, Tenant tenant) {}

  /** The keys of one catalogue by the first bytes of their hashes. */
  private record Index(long policiesOffset, Map<Integer, List<Entry>> entries) {
    static Index of(Catalogue catalogue) {
      Map<Integer, List<Entry>> entries = new HashMap<>();
      for (Hashed<Tenant> hashed : catalogue.tenants().values()) {
        Tenant tenant = hashed.document();
        tenant.apiKeyHashes().forEach(hash -> add(entries, new ApiKey(hash, null, null), tenant));
        tenant.apiKeysOrNone().forEach(key -> add(entries, key, tenant));
      }
      return new Index(catalogue.policiesOffset(), entries);
    }

    private static void add(Map<Integer, List<Entry>> entries, ApiKey key, Tenant tenant) {
      entries
          .computeIfAbsent(prefix(key.sha256().bytes()), _ -> new ArrayList<>())
          .add(new Entry(key, tenant));
    }

    Optional<Caller> callerOf(byte[] hash, long nowMs) {
      List<Entry> owners =
          entries.getOrDefault(prefix(hash), List.of()).stream()
              .filter(entry -> MessageDigest.isEqual(entry.key().sha256().bytes(), hash))
              .toList();
      return owners.size() == 1 && owners.getFirst().key().isValidAt(nowMs)
          ? Optional.of(
              new Caller(owners.getFirst().tenant(), owners.getFirst().key().scopesOrAll()))
          : Optional.empty();
    }

    private static int prefix(byte[] hash) {
      return (hash[0] & 0xff) << 16 | (hash[1] & 0xff) << 8 | (hash[2] & 0xff);
    }
  }
}
