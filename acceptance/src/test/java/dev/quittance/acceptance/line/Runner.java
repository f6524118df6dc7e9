package dev.quittance.acceptance.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.receipts.CanonicalJson;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Ed25519;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A runner of AgentRunner: signs receipts with a key of its own.
 *
 * @param seed of the key
 */
public record Runner(Bytes32 seed) {

  /** A signed receipt of one swap, as its JSON.stringify writes it. */
  public String receipt(String taskId, long whenUnix) {
    ObjectNode receipt = JsonNodeFactory.instance.objectNode();
    receipt
        .put("runner_pubkey", HexFormat.of().formatHex(Ed25519.publicKey(seed).toByteArray()))
        .put("agent", "swap")
        .put("task_id", taskId)
        .put("when_unix", whenUnix);
    receipt.putObject("inputs").put("inMint", "SOL").put("amount", 0.5);
    receipt.putObject("outputs").put("txid", "tx-" + taskId);
    receipt.putArray("protocols").add("raydium").add("pyth");
    receipt.putObject("fees").put("lamports", 5000);
    receipt.put("cost_usd", "0.01");
    receipt.putObject("guards").put("slippage_bps", 30).put("verdict", "OK");
    receipt.putObject("refs").put("config_hash", "sha256:guardcfg");
    byte[] message = CanonicalJson.canonicalize(receipt.toString()).getBytes(UTF_8);
    receipt
        .putObject("sign")
        .put("algo", "ed25519")
        .put("sig", Base64.getEncoder().encodeToString(Ed25519.sign(message, seed).toByteArray()));
    return receipt.toString();
  }
}
