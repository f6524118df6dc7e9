package dev.quittance.prover.domain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.StrictJson;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Keccak256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The proof-of-work document of a step that was completed, in AgentL2's form.
 *
 * <p>What is signed (EIP-191 {@code personal_sign}) is the JSON text of {@code type, timestamp,
 * inputHash, outputHash, evidence} in this order, without white space; the document adds {@code
 * signature}. Hashes are hex without {@code 0x}. The type says what the evidence supports:
 *
 * <ul>
 *   <li>{@code deterministic}, of a built-in executor: the algorithm, which is the executor and its
 *       version, and an empty seed, since nothing random goes in. Anybody can run it again.
 *   <li>{@code llm-completion}, of a worker whose evidence names a {@code model}: the evidence in
 *       its RFC 8785 form, such as model, tokens and cost.
 * </ul>
 *
 * <p>Any other worker's step has no document: none of AgentL2's types says no more than that
 * somebody answered, and the signed receipt says that already.
 *
 * @param unsigned the text that is signed
 */
public record ProofOfWork(String unsigned) {
  private static final String BUILTIN = "builtin/";
  private static final int EVIDENCE_BYTES = 8 * 1024;

  /** The document of a piece of work, if it was completed in a way that proves something. */
  public static Optional<ProofOfWork> of(Work work) {
    if (work.verdict() != Verdict.COMPLETED) {
      return Optional.empty();
    }
    if (work.executor().startsWith(BUILTIN)) {
      String evidence = "{\"seed\":\"\",\"algorithm\":\"" + requirePlain(work.executor()) + "\"}";
      return Optional.of(of("deterministic", work, evidence));
    }
    return work.evidence()
        .flatMap(ProofOfWork::completion)
        .map(evidence -> of("llm-completion", work, evidence.text()));
  }

  private static ProofOfWork of(String type, Work work, String evidence) {
    return new ProofOfWork(
        "{\"type\":\""
            + type
            + "\",\"timestamp\":"
            + work.completedAtMs()
            + ",\"inputHash\":\""
            + hex(work.inputHash())
            + "\",\"outputHash\":\""
            + hex(work.outputHash())
            + "\",\"evidence\":"
            + evidence
            + "}");
  }

  /** Evidence of a model's completion; what can't be read is none. */
  private static Optional<CanonicalJson> completion(String evidence) {
    byte[] utf8 = evidence.getBytes(StandardCharsets.UTF_8);
    return switch (StrictJson.parse(utf8, EVIDENCE_BYTES)) {
      case Parsed.Ok<JsonNode>(JsonNode json)
          when json.isObject() && !json.path("model").asText("").isEmpty() ->
          Optional.of(CanonicalJson.of(json));
      case Parsed.Ok<JsonNode> _, Parsed.Bad<JsonNode> _ -> Optional.empty();
    };
  }

  /** The digest to sign: EIP-191 version 0x45 over the text's UTF-8 bytes. */
  public Bytes32 digest() {
    return Keccak256.hash(message());
  }

  /** What the digest is the keccak-256 of: the EIP-191 prefix and the text. */
  public byte[] message() {
    byte[] message = unsigned.getBytes(StandardCharsets.UTF_8);
    byte[] prefix =
        ("\u0019Ethereum Signed Message:\n" + message.length).getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[prefix.length + message.length];
    System.arraycopy(prefix, 0, all, 0, prefix.length);
    System.arraycopy(message, 0, all, prefix.length, message.length);
    return all;
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
