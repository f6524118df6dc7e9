package dev.quittance.receipts.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.receipts.CanonicalJson;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Ed25519;
import dev.quittance.receipts.crypto.Keccak256;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A receipt in AgentRunner's form.
 *
 * <p>They sign (Ed25519) the JSON without {@code sign}, its members sorted, and hash (keccak-256)
 * the JSON text with it, members as they stand, into their Merkle tree. What they know and a
 * receipt does not (inputs and outputs in the open, Solana fees, price feeds) is a hash, zero or
 * empty.
 *
 * @param text the signed receipt: compact JSON, as {@code JSON.stringify} writes it
 */
public record AgentRunnerReceipt(String text) {

  /**
   * Makes and signs it.
   *
   * @param decimals of the asset, which is taken for US dollars: their only currency
   * @param seed the runner's Ed25519 seed
   */
  public static AgentRunnerReceipt of(
      ReceiptDomain domain, Receipt receipt, int decimals, Bytes32 seed) {
    ObjectNode json = unsigned(domain, receipt, decimals, seed);
    // All of it is ASCII strings and small integers: RFC 8785 is their stable order then.
    byte[] message = CanonicalJson.canonicalize(json.toString()).getBytes(UTF_8);
    json.putObject("sign")
        .put("algo", "ed25519")
        .put("sig", Base64.getEncoder().encodeToString(Ed25519.sign(message, seed).toByteArray()));
    return new AgentRunnerReceipt(json.toString());
  }

  private static ObjectNode unsigned(
      ReceiptDomain domain, Receipt receipt, int decimals, Bytes32 seed) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("runner_pubkey", plainHex(Ed25519.publicKey(seed)))
        .put("agent", receipt.agent().toString())
        .put("task_id", plainHex(receipt.stepId().isZero() ? receipt.orderId() : receipt.stepId()))
        .put("when_unix", receipt.completedAt() / 1000);
    json.putObject("inputs").put("hash", sha256(receipt.inputHash()));
    json.putObject("outputs").put("hash", sha256(receipt.outputHash()));
    json.putArray("protocols").add("quittance");
    json.putObject("fees")
        .put("lamports", 0)
        .put("jito_tip_lamports", 0)
        .put("usdc", dollars(new BigDecimal(receipt.fee(), decimals)));
    json.put("cost_usd", dollars(new BigDecimal(receipt.amount(), decimals)));
    json.putObject("guards").put("verdict", receipt.verdict() == Verdict.COMPLETED ? "OK" : "FAIL");
    ObjectNode refs = json.putObject("refs");
    refs.putArray("pyth_ids");
    refs.put("quote_response_hash", sha256(receipt.orderHash()))
        .put("config_hash", sha256(receipt.planHash()))
        .put("quittance_digest", ReceiptDigest.of(domain, receipt).toString());
    return json;
  }

  /** The leaf of their Merkle tree. */
  public Bytes32 leaf() {
    return Keccak256.hash(text.getBytes(UTF_8));
  }

  private static String dollars(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }

  private static String sha256(Bytes32 hash) {
    return "sha256:" + plainHex(hash);
  }

  private static String plainHex(Bytes32 bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
