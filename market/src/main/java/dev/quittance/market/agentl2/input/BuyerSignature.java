package dev.quittance.market.agentl2.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Keccak256;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import java.util.Optional;

/**
 * A buyer's signature of an order's input: EIP-191 {@code personal_sign} of the text
 *
 * <pre>
 * quittance order input
 * order: 0x…
 * sha256: 0x…
 * </pre>
 *
 * <p>without a line break at the end, as any wallet makes it.
 */
public final class BuyerSignature {
  private static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();

  private BuyerSignature() {}

  /** The text that is signed. */
  public static String text(Bytes32 orderId, Hash32 sha256) {
    return "quittance order input\norder: %s\nsha256: %s".formatted(orderId, sha256.hex());
  }

  /** What EIP-191 makes of the text. */
  public static Bytes32 digest(Bytes32 orderId, Hash32 sha256) {
    byte[] text = text(orderId, sha256).getBytes(UTF_8);
    byte[] prefix = ("\u0019Ethereum Signed Message:\n" + text.length).getBytes(UTF_8);
    return Keccak256.hash(prefix, text);
  }

  /** Who signed; empty if the signature is none. */
  public static Optional<Address> signer(Bytes32 orderId, Hash32 sha256, String signature) {
    Bytes bytes;
    try {
      bytes = Bytes.fromHex(signature);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return EcdsaSignature.of(bytes)
        .flatMap(given -> SIGNATURES.recover(digest(orderId, sha256), given));
  }
}
