package dev.quittance.executors.address;

import java.net.InetAddress;

/**
 * A block of IP addresses and what it is for.
 *
 * @param prefix a literal address of the family that the block is in
 * @param bits how many leading bits all its addresses share
 */
record AddressBlock(InetAddress prefix, int bits, AddressKind kind) {

  /** A block from its usual notation, such as {@code 10.0.0.0/8}. */
  static AddressBlock of(String cidr, AddressKind kind) {
    int slash = cidr.indexOf('/');
    return new AddressBlock(
        InetAddress.ofLiteral(cidr.substring(0, slash)),
        Integer.parseInt(cidr, slash + 1, cidr.length(), 10),
        kind);
  }

  /** Whether an address, 4 or 16 bytes, lies in the block. */
  boolean contains(byte[] address) {
    byte[] start = prefix.getAddress();
    if (start.length != address.length) {
      return false;
    }
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (start[i] != address[i]) {
        return false;
      }
    }
    int rest = bits % 8;
    return rest == 0 || ((start[whole] ^ address[whole]) & (0xff00 >> rest) & 0xff) == 0;
  }
}
