package dev.quittance.receipts.crypto;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * libsecp256k1: several times faster than pure Java. Thread-safe.
 *
 * <p>Called through its JNI wrapper, but for signing: the wrapper can't tell the recovery id, so
 * that each signature would cost a recovery more. Where the platform's library exports its function
 * for it, that one is called directly. Recovering takes the same time either way.
 */
public final class NativeSecp256k1 implements Secp256k1Signatures {

  private static final System.Logger LOG = System.getLogger(NativeSecp256k1.class.getName());

  private final Secp256k1 library;
  private final Optional<ForeignSecp256k1> direct;

  private NativeSecp256k1(Secp256k1 library, Optional<ForeignSecp256k1> direct) {
    this.library = library;
    this.direct = direct;
  }

  /** The native library; empty where there is none for this platform. */
  public static Optional<NativeSecp256k1> load() {
    return Loaded.ONCE;
  }

  /** As {@link #load}, with the functions to call directly looked up where the caller says. */
  static Optional<NativeSecp256k1> load(Supplier<SymbolLookup> symbols) {
    try {
      Secp256k1 library = Secp256k1.get();
      Optional<ForeignSecp256k1> direct = ForeignSecp256k1.bind(symbols.get());
      if (direct.isEmpty()) {
        LOG.log(
            System.Logger.Level.WARNING,
            "this platform's libsecp256k1 can't be called directly: signing goes through JNI and"
                + " takes about three times as long");
      }
      return Optional.of(new NativeSecp256k1(library, direct));
    } catch (LinkageError | IllegalStateException _) {
      return Optional.empty();
    }
  }

  /** Whether the library's functions are called directly. */
  boolean isDirect() {
    return direct.isPresent();
  }

  private static final class Loaded {
    /** The JNI wrapper has loaded the library into the class loader that it shares with us. */
    static final Optional<NativeSecp256k1> ONCE = load(SymbolLookup::loaderLookup);
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
    return direct
        .map(functions -> functions.sign(digest.toByteArray(), key.secret()))
        .orElseGet(() -> signThroughJni(digest, key));
  }

  private EcdsaSignature signThroughJni(Bytes32 digest, SigningKey key) {
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
