package dev.quittance.webhooks;

import dev.quittance.executors.address.AddressRules;
import dev.quittance.executors.address.OutgoingUrl;
import dev.quittance.executors.http.AddressGuard;
import java.util.Optional;

/**
 * Which URLs messages may be sent to. A host's addresses are judged when it is registered, so that
 * its owner hears of it, and by the same guard at each attempt, which connects to what was judged.
 *
 * @param allowPrivate whether http, this machine and private networks are allowed
 */
record TargetRules(boolean allowPrivate, AddressGuard guard) {
  /** The rules with the system's resolver. */
  static TargetRules of(boolean allowPrivate) {
    return new TargetRules(allowPrivate, new AddressGuard(new AddressRules(allowPrivate)));
  }

  /** What a text is as a target. */
  sealed interface Reading {
    /** It may be called as far as its text says. */
    record Usable(OutgoingUrl url) implements Reading {}

    /**
     * It may not.
     *
     * @param reason goes on after "the URL …"
     */
    record Refused(String reason) implements Reading {}
  }

  /** Reads a URL without looking its host up. */
  Reading read(String text) {
    return switch (OutgoingUrl.parse(text)) {
      case OutgoingUrl.Reading.Refused(String reason) -> new Reading.Refused(reason);
      case OutgoingUrl.Reading.Usable(OutgoingUrl url) ->
          url.tls() || allowPrivate
              ? new Reading.Usable(url)
              : new Reading.Refused("must start with https://");
    };
  }

  /** Why a URL can't be registered; may block on the resolver. */
  Optional<String> refusal(String text) {
    return switch (read(text)) {
      case Reading.Refused(String reason) -> Optional.of(reason);
      case Reading.Usable(OutgoingUrl url) ->
          switch (guard.check(url)) {
            case AddressGuard.Decision.Allowed _ -> Optional.empty();
            case AddressGuard.Decision.Forbidden(String reason) ->
                Optional.of("leads to where nothing is sent: " + reason);
            case AddressGuard.Decision.Unresolved(String host) ->
                Optional.of("names a host that has no address: " + host);
          };
    };
  }
}
