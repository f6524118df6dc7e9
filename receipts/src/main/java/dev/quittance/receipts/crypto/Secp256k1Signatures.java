package dev.quittance.receipts.crypto;

import java.util.Arrays;
import java.util.Optional;

/**
 * ECDSA over secp256k1 with public key recovery, as the EVM has it, but strict: r and s in range,
 * low s, v 27 or 28.
 *
 * <p>Implementations are stateless and thread-safe and agree bit by bit: signatures are
 * deterministic (RFC 6979, SHA-256). Digests are hash outputs; for the 2^-128 of them that are not
 * below the curve's order, RFC 6979 is read differently by different libraries.
 */
public sealed interface Secp256k1Signatures permits NativeSecp256k1, BouncyCastleSecp256k1 {

  /**
   * The key of a secret.
   *
   * @throws IllegalArgumentException if the secret is zero or not below the curve's order
   */
  SigningKey key(Bytes32 secret);

  /** Signs a 32-byte digest; always canonical. */
  EcdsaSignature sign(Bytes32 digest, SigningKey key);

  /** Who signed the digest; empty if the signature is not canonical or no key fits. */
  Optional<Address> recover(Bytes32 digest, EcdsaSignature signature);

  /** libsecp256k1 where its native code can be loaded, pure Java otherwise. */
  static Secp256k1Signatures preferred() {
    return NativeSecp256k1.load()
        .<Secp256k1Signatures>map(loaded -> loaded)
        .orElseGet(BouncyCastleSecp256k1::new);
  }

  /** The address of an uncompressed public key (0x04 ‖ x ‖ y): the last 20 bytes of its keccak. */
  static Address addressOf(byte[] uncompressedKey) {
    byte[] point = Arrays.copyOfRange(uncompressedKey, 1, 65);
    byte[] hash = Keccak256.hash(point).toByteArray();
    return Address.wrap(Arrays.copyOfRange(hash, hash.length - Address.SIZE, hash.length));
  }
}
