package dev.quittance.prover.domain;

import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Keccak256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The proof-of-work document of a step that a deterministic executor completed, in AgentL2's form.
 *
 * <p>What is signed (EIP-191 {@code personal_sign}) is the JSON text of {@code type, timestamp,
 * inputHash, outputHash, evidence} in this order, without white space; the document adds {@code
 * signature}. Hashes are hex without {@code 0x}. The evidence names the algorithm, which is the
 * executor and its version, and an empty seed: nothing random goes in.
 *
 * @param unsigned the text that is signed
 */
public record ProofOfWork(String unsigned) {

  /** The document of a piece of work, if an executor completed it. */
  public static Optional<ProofOfWork> of(Work work) {
    if (work.verdict() != Verdict.COMPLETED || work.executor().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ProofOfWork(
            "{\"type\":\"deterministic\",\"timestamp\":"
                + work.completedAtMs()
                + ",\"inputHash\":\""
                + hex(work.inputHash())
                + "\",\"outputHash\":\""
                + hex(work.outputHash())
                + "\",\"evidence\":{\"seed\":\"\",\"algorithm\":\""
                + requirePlain(work.executor())
                + "\"}}"));
  }

  /** The digest to sign: EIP-191 version 0x45 over the text's UTF-8 bytes. */
  public Bytes32 digest() {
    byte[] message = unsigned.getBytes(StandardCharsets.UTF_8);
    byte[] prefix =
        ("\u0019Ethereum Signed Message:\n" + message.length).getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[prefix.length + message.length];
    System.arraycopy(prefix, 0, all, 0, prefix.length);
    System.arraycopy(message, 0, all, prefix.length, message.length);
    return Keccak256.hash(all);
  }

  /** The whole document with its signature. */
  public String signed(EcdsaSignature signature) {
    return unsigned.substring(0, unsigned.length() - 1)
        + ",\"signature\":\""
        + signature.toBytes()
        + "\"}";
  }

  /** Executor names are ours; one that needed JSON escapes would be a bug. */
  private static String requirePlain(String executor) {
    if (!executor.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != '\\')) {
      throw new IllegalArgumentException("an executor's name must be plain ASCII: " + executor);
    }
    return executor;
  }

  private static String hex(Bytes32 hash) {
    return HexFormat.of().formatHex(hash.toByteArray());
  }
}
