package dev.quittance.executors.address;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * What an IP address is for, as far as it matters for a call to somebody outside.
 *
 * <p>Sources: the IANA special-purpose address registries for IPv4 and IPv6 (RFC 6890 and its
 * updates). An IPv6 address that carries an IPv4 address is what the carried one is.
 */
public enum AddressKind {
  /** Reachable for everybody. */
  PUBLIC,
  /** This machine. */
  LOOPBACK,
  /** A private network: RFC 1918, shared address space (RFC 6598), unique local (RFC 4193). */
  PRIVATE,
  /** This link, which is also where clouds keep the credentials of a machine. */
  LINK_LOCAL,
  /** A cloud's own service at an address that looks public. */
  METADATA,
  /** Many receivers, or all. */
  MULTICAST,
  /** Documentation, benchmarks, tunnels, unassigned. */
  RESERVED;

  private static final byte[] IPV4_COMPATIBLE = new byte[12];
  private static final byte[] IPV4_MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  /** The well-known prefix of RFC 6052, 64:ff9b::/96. */
  private static final byte[] NAT64 = {0, 0x64, -1, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

  private static final byte[] SIX_TO_FOUR = {0x20, 0x02};

  private static final List<AddressBlock> IPV4 =
      List.of(
          AddressBlock.of("0.0.0.0/8", RESERVED),
          AddressBlock.of("10.0.0.0/8", PRIVATE),
          AddressBlock.of("100.64.0.0/10", PRIVATE),
          AddressBlock.of("127.0.0.0/8", LOOPBACK),
          AddressBlock.of("168.63.129.16/32", METADATA),
          AddressBlock.of("169.254.0.0/16", LINK_LOCAL),
          AddressBlock.of("172.16.0.0/12", PRIVATE),
          AddressBlock.of("192.0.0.0/24", RESERVED),
          AddressBlock.of("192.0.2.0/24", RESERVED),
          AddressBlock.of("192.88.99.0/24", RESERVED),
          AddressBlock.of("192.168.0.0/16", PRIVATE),
          AddressBlock.of("198.18.0.0/15", RESERVED),
          AddressBlock.of("198.51.100.0/24", RESERVED),
          AddressBlock.of("203.0.113.0/24", RESERVED),
          AddressBlock.of("224.0.0.0/4", MULTICAST),
          AddressBlock.of("240.0.0.0/4", RESERVED));

  private static final List<AddressBlock> IPV6 =
      List.of(
          AddressBlock.of("::1/128", LOOPBACK),
          AddressBlock.of("fc00::/7", PRIVATE),
          AddressBlock.of("fe80::/10", LINK_LOCAL),
          AddressBlock.of("fec0::/10", PRIVATE),
          AddressBlock.of("ff00::/8", MULTICAST),
          AddressBlock.of("2001::/23", RESERVED),
          AddressBlock.of("2001:db8::/32", RESERVED),
          AddressBlock.of("3fff::/20", RESERVED),
          AddressBlock.of("2000::/3", PUBLIC));

  /** What an address is for. */
  public static AddressKind of(InetAddress address) {
    return of(address.getAddress());
  }

  /** What an address is for: 4 bytes of IPv4 or 16 of IPv6, in network order. */
  public static AddressKind of(byte[] address) {
    return address.length == 4 ? first(IPV4, address, PUBLIC) : ofIpv6(address);
  }

  private static AddressKind ofIpv6(byte[] address) {
    AddressKind plain = first(IPV6, address, RESERVED);
    if (plain == LOOPBACK) {
      return plain;
    }
    if (startsWith(address, IPV4_MAPPED) || startsWith(address, NAT64)) {
      return of(Arrays.copyOfRange(address, 12, 16));
    }
    if (startsWith(address, IPV4_COMPATIBLE)) {
      return tunnelTo(Arrays.copyOfRange(address, 12, 16));
    }
    if (startsWith(address, SIX_TO_FOUR)) {
      return tunnelTo(Arrays.copyOfRange(address, 2, 6));
    }
    return plain;
  }

  /** Tunnels that nobody runs any more: not even to a public address. */
  private static AddressKind tunnelTo(byte[] ipv4) {
    AddressKind end = of(ipv4);
    return end == PUBLIC ? RESERVED : end;
  }

  private static boolean startsWith(byte[] address, byte[] prefix) {
    return Arrays.equals(address, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static AddressKind first(List<AddressBlock> blocks, byte[] address, AddressKind none) {
    for (AddressBlock block : blocks) {
      if (block.contains(address)) {
        return block.kind();
      }
    }
    return none;
  }
}
