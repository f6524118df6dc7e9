package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Secp256k1Signatures;

/** Whether a signature over a digest is an agent's. Implementations are pure and thread-safe. */
@FunctionalInterface
public interface SignatureCheck {

  /** Whether the signature is canonical and recovers to the agent. */
  boolean isSignedBy(Bytes32 digest, EcdsaSignature signature, Address agent);

  /** Recovers every signature: the only check that defines the log's bytes. */
  static SignatureCheck always(Secp256k1Signatures signatures) {
    return (digest, signature, agent) ->
        signatures.recover(digest, signature).filter(agent::equals).isPresent();
  }

  /**
   * Recovers about one signature in {@code oneIn}, chosen by the digest, and believes the others if
   * they are canonical. For a second look at a log that has been checked in full: where it holds a
   * badly signed receipt, a sampled replay can differ although the log is right, so a difference
   * must be confirmed by a full one.
   *
   * @throws IllegalArgumentException if oneIn is not positive
   */
  static SignatureCheck sampled(Secp256k1Signatures signatures, int oneIn) {
    if (oneIn < 1) {
      throw new IllegalArgumentException("oneIn must be at least 1: " + oneIn);
    }
    SignatureCheck full = always(signatures);
    return (digest, signature, agent) ->
        Math.floorMod(digest.hashCode(), oneIn) == 0
            ? full.isSignedBy(digest, signature, agent)
            : signature.isCanonical();
  }
}
