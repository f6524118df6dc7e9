package dev.quittance.receipts.crypto;

/**
 * A secp256k1 private key with the address that it signs for. Immutable; its text never shows the
 * secret.
 *
 * <p>Made by {@link Secp256k1Signatures#key}, which derives the address once.
 */
public final class SigningKey {

  private final Bytes32 secret;
  private final Address address;

  SigningKey(Bytes32 secret, Address address) {
    this.secret = secret;
    this.address = address;
  }

  /** The address that signatures of this key recover to. */
  public Address address() {
    return address;
  }

  byte[] secret() {
    return secret.toByteArray();
  }

  /** The address only. */
  @Override
  public String toString() {
    return "SigningKey[" + address + "]";
  }
}
