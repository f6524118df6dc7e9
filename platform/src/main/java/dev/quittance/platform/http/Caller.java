package dev.quittance.platform.http;

import dev.quittance.planning.document.Scope;
import dev.quittance.planning.document.Tenant;
import java.util.Set;

/**
 * Who calls.
 *
 * @param tenant in whose name
 * @param scopes what the key or the token allows
 */
public record Caller(Tenant tenant, Set<Scope> scopes) {
  /** Keeps an immutable copy. */
  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** Whether it may do this; an administrator may do everything. */
  public boolean may(Scope scope) {
    return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
  }
}
