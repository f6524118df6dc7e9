package dev.quittance.executors.address;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which addresses may be called.
 *
 * @param allowPrivate whether this machine and private networks may; links, cloud metadata,
 *     multicast and reserved addresses never may
 */
public record AddressRules(boolean allowPrivate) {

  /**
   * Why a host must not be called; empty when it may.
   *
   * <p>One bad address among several refuses the host: an honest name does not mix them.
   *
   * @param addresses all that the host's name resolved to
   */
  public Optional<String> refusal(List<InetAddress> addresses) {
    for (InetAddress address : addresses) {
      AddressKind kind = AddressKind.of(address);
      if (!allows(kind)) {
        return Optional.of(
            address.getHostAddress()
                + " is a "
                + kind.name().toLowerCase(Locale.ROOT).replace('_', '-')
                + " address");
      }
    }
    return Optional.empty();
  }

  private boolean allows(AddressKind kind) {
    return switch (kind) {
      case PUBLIC -> true;
      case LOOPBACK, PRIVATE -> allowPrivate;
      case LINK_LOCAL, METADATA, MULTICAST, RESERVED -> false;
    };
  }
}
