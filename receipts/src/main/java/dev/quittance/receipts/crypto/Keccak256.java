package dev.quittance.receipts.crypto;

import org.bouncycastle.crypto.digests.KeccakDigest;

/** Keccak-256 as Ethereum uses it (the padding from before FIPS 202). Stateless, thread-safe. */
public final class Keccak256 {

  private Keccak256() {}

  /** The hash of the given bytes, one after the other. */
  public static Bytes32 hash(byte[]... parts) {
    KeccakDigest digest = new KeccakDigest(256);
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] hash = new byte[Bytes32.SIZE];
    digest.doFinal(hash, 0);
    return Bytes32.wrap(hash);
  }
}
