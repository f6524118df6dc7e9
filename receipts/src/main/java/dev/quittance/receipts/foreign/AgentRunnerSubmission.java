package dev.quittance.receipts.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.receipts.CanonicalJson;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Ed25519;
import java.math.BigDecimal;

/**
 * A receipt that a runner of AgentRunner made and signed, as it came.
 *
 * <p>Its text is never written anew: the leaf in their tree is a hash of it, members in the order
 * in which the runner put them.
 *
 * @param receipt its text, and the leaf of that
 * @param json what the text says
 * @param runner the key that it names as the runner's
 * @param agent what did the work, and their name of the capability: {@code swap}, say
 * @param taskId the runner's id of the work
 * @param whenUnix when it was done, unix seconds
 * @param costUsd what it cost, US dollars
 * @param signature 64 bytes over the receipt without {@code sign}
 */
public record AgentRunnerSubmission(
    AgentRunnerReceipt receipt,
    JsonNode json,
    Bytes32 runner,
    String agent,
    String taskId,
    long whenUnix,
    BigDecimal costUsd,
    Bytes signature) {

  /** What reading a text comes to. */
  public sealed interface Reading {}

  /** It is a receipt; who signed it is not told by that. */
  public record Read(AgentRunnerSubmission submission) implements Reading {}

  /**
   * It is none.
   *
   * @param pointer JSON Pointer (RFC 6901) of the faulty member; empty for the whole
   * @param problem what is wrong, and after a semicolon what is expected
   */
  public record Unreadable(String pointer, String problem) implements Reading {}

  /** Reads a text strictly. */
  public static Reading read(String text) {
    return AgentRunnerReader.read(text);
  }

  /** Whether a key signed it: Ed25519 over the text without {@code sign}, members sorted. */
  public boolean isSignedBy(Bytes32 key) {
    ObjectNode unsigned = ((ObjectNode) json).deepCopy();
    unsigned.remove("sign");
    byte[] message = CanonicalJson.canonicalize(unsigned.toString()).getBytes(UTF_8);
    return Ed25519.verify(message, signature, key);
  }

  /** The leaf of their Merkle tree. */
  public Bytes32 leaf() {
    return receipt.leaf();
  }
}
