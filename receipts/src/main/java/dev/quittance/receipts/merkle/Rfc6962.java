package dev.quittance.receipts.merkle;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;

/**
 * The hashes of RFC 6962 (2.1) and RFC 9162 trees: SHA-256 with one prefix byte for leaves and
 * another for nodes. Stateless.
 */
public final class Rfc6962 {

  /** The root of a tree without leaves: SHA-256 of no bytes. */
  public static final Bytes32 EMPTY_ROOT = Sha256.hash(Bytes.EMPTY);

  private static final byte[] LEAF = {0};
  private static final byte[] NODE = {1};

  private Rfc6962() {}

  /** SHA-256(0x00 ‖ data). */
  public static Bytes32 leafHash(Bytes data) {
    return Sha256.hash(LEAF, data.toByteArray());
  }

  /** SHA-256(0x01 ‖ left ‖ right). */
  public static Bytes32 nodeHash(Bytes32 left, Bytes32 right) {
    return Sha256.hash(NODE, left.toByteArray(), right.toByteArray());
  }
}
