package dev.quittance.planning.document;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's API key that may not do everything, or not forever.
 *
 * @param sha256 SHA-256 of the UTF-8 bytes of the key
 * @param scopes what it may do; null for everything
 * @param expiresAtMs from when it is as if it were not there, unix ms; null for never
 */
public record ApiKey(Hash32 sha256, @Nullable List<Scope> scopes, @Nullable Long expiresAtMs) {
  /** Keeps an immutable copy. */
  public ApiKey {
    scopes = scopes == null ? null : List.copyOf(scopes);
  }

  /** What it may do. */
  public Set<Scope> scopesOrAll() {
    return scopes == null ? EnumSet.allOf(Scope.class) : EnumSet.copyOf(scopes);
  }

  /** Whether it counts at a time, unix ms. */
  public boolean isValidAt(long nowMs) {
    return expiresAtMs == null || nowMs < expiresAtMs;
  }

  static ApiKey read(MemberReader members) {
    List<String> scopes = members.optionalTexts("scopes", Shape.SCOPE, Scope.values().length);
    return new ApiKey(
        members.hash("sha256"),
        scopes == null ? null : scopes.stream().flatMap(text -> Scope.of(text).stream()).toList(),
        members.optionalDecimal("expiresAt"));
  }

  CanonicalJson json() {
    ObjectWriter writer =
        new ObjectWriter()
            .put("sha256", sha256)
            .texts("scopes", scopes == null ? null : scopes.stream().map(Scope::text).toList());
    return (expiresAtMs == null
            ? writer
            : writer.decimal("expiresAt", Objects.requireNonNull(expiresAtMs)))
        .canonical();
  }
}
