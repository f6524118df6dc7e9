package dev.quittance.receipts.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.crypto.Sha256;
import java.util.Optional;

/**
 * A receipt as AgentL2's ProofOfWork: the document that the agent signed beside the receipt and
 * that the receipt's proofHash commits to. It leaves here byte for byte as it was signed, since
 * their verifier hashes its text. Stateless.
 */
public final class AgentL2Proof {
  private AgentL2Proof() {}

  /**
   * The document of a receipt.
   *
   * @param text what is kept beside the receipt
   * @return empty unless the receipt commits to this very text
   */
  public static Optional<String> of(Receipt receipt, String text) {
    return !receipt.proofHash().isZero()
            && Sha256.hash(text.getBytes(UTF_8)).equals(receipt.proofHash())
        ? Optional.of(text)
        : Optional.empty();
  }
}
