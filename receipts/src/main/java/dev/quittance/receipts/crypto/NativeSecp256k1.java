package dev.quittance.receipts.crypto;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.util.Optional;

/** libsecp256k1 through JNI: several times faster than pure Java. Thread-safe. */
public final class NativeSecp256k1 implements Secp256k1Signatures {

  private final Secp256k1 library;

  private NativeSecp256k1(Secp256k1 library) {
    this.library = library;
  }

  /** The native library; empty where there is none for this platform. */
  public static Optional<NativeSecp256k1> load() {
    try {
      return Optional.of(new NativeSecp256k1(Secp256k1.get()));
    } catch (LinkageError | IllegalStateException _) {
      return Optional.empty();
    }
  }

  @Override
  public SigningKey key(Bytes32 secret) {
    byte[] bytes = secret.toByteArray();
    if (!library.secKeyVerify(bytes)) {
      throw new IllegalArgumentException("secret must be 1 to the curve's order - 1");
    }
    return new SigningKey(
        secret, Secp256k1Signatures.addressOf(library.pubkeyParse(library.pubkeyCreate(bytes))));
  }

  @Override
  public EcdsaSignature sign(Bytes32 digest, SigningKey key) {
    byte[] compact = library.sign(digest.toByteArray(), key.secret());
    EcdsaSignature even = EcdsaSignature.ofCompact(compact, 0);
    // r ≥ n would need the recovery ids 2 and 3, and no one has ever seen such an r.
    return recover(digest, even).filter(key.address()::equals).isPresent()
        ? even
        : EcdsaSignature.ofCompact(compact, 1);
  }

  @Override
  public Optional<Address> recover(Bytes32 digest, EcdsaSignature signature) {
    if (!signature.isCanonical()) {
      return Optional.empty();
    }
    try {
      byte[] publicKey =
          library.ecdsaRecover(signature.compact(), digest.toByteArray(), signature.recoveryId());
      return Optional.of(Secp256k1Signatures.addressOf(publicKey));
    } catch (Secp256k1Exception _) {
      return Optional.empty();
    }
  }
}
