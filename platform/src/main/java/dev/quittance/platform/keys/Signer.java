package dev.quittance.platform.keys;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;

/**
 * Signs digests for one address.
 *
 * <p>Local and quick; a remote signer is a stage of its own, never a call from a stream thread.
 * Safe for any number of threads.
 */
public interface Signer {
  /** The address that its signatures recover to. */
  Address address();

  /** Signs a 32-byte digest; deterministic (RFC 6979), low s. */
  EcdsaSignature sign(Bytes32 digest);
}
