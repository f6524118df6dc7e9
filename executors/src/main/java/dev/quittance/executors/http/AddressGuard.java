package dev.quittance.executors.http;

import dev.quittance.executors.address.AddressRules;
import dev.quittance.executors.address.OutgoingUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Keeps calls to URLs that others chose away from this machine and its networks (server-side
 * request forgery).
 *
 * <p>A host is resolved here, once per call, and the caller must connect to the addresses that are
 * handed out, so that a name can't resolve to something else afterwards (DNS rebinding). Safe for
 * any number of threads; {@link #check} may block on the resolver.
 */
public final class AddressGuard {
  private final AddressRules rules;
  private final Resolver resolver;

  /** Finds the addresses of a host name or literal. */
  @FunctionalInterface
  public interface Resolver {
    /**
     * All addresses, at least one.
     *
     * @throws UnknownHostException when there is none
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
  }

  /** Whether a URL may be called, and where. */
  public sealed interface Decision {
    /** It may, at these addresses, in this order. */
    record Allowed(List<InetAddress> addresses) implements Decision {}

    /** It must not be called. */
    record Forbidden(String reason) implements Decision {}

    /** Its host has no address at this time. */
    record Unresolved(String host) implements Decision {}
  }

  /** A guard that asks the system's resolver. */
  public AddressGuard(AddressRules rules) {
    this(rules, host -> List.of(InetAddress.getAllByName(host)));
  }

  /** A guard with a resolver of its own. */
  public AddressGuard(AddressRules rules, Resolver resolver) {
    this.rules = rules;
    this.resolver = resolver;
  }

  /** Resolves a URL's host and judges its addresses. */
  public Decision check(OutgoingUrl url) {
    List<InetAddress> addresses;
    try {
      addresses = resolver.resolve(url.host());
    } catch (UnknownHostException _) {
      return new Decision.Unresolved(url.host());
    }
    Optional<String> refusal = rules.refusal(addresses);
    if (refusal.isPresent()) {
      return new Decision.Forbidden(url.host() + " must not be called: " + refusal.get());
    }
    return new Decision.Allowed(addresses);
  }
}
