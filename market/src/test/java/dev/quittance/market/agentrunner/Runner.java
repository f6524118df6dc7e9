package dev.quittance.market.agentrunner;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.receipts.CanonicalJson;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Ed25519;
import java.util.Base64;
import java.util.HexFormat;

/** A runner with a key of its own, as AgentRunner's signs and writes receipts. */
record Runner(Bytes32 seed) {
  static Runner of(int fill) {
    return new Runner(Bytes32.fromHex("0x" + "%02x".formatted(fill).repeat(32)));
  }

  Bytes32 publicKey() {
    return Ed25519.publicKey(seed);
  }

  String hexKey() {
    return HexFormat.of().formatHex(publicKey().toByteArray());
  }

  /** A signed receipt of one task. */
  String receipt(String agent, String taskId, long whenUnix, String costUsd, int latencyMs) {
    return sign(unsigned(agent, taskId, whenUnix, costUsd, latencyMs));
  }

  /** A receipt without signature, members as their server has them. */
  ObjectNode unsigned(String agent, String taskId, long whenUnix, String costUsd, int latencyMs) {
    ObjectNode receipt = JsonNodeFactory.instance.objectNode();
    receipt
        .put("runner_pubkey", hexKey())
        .put("agent", agent)
        .put("task_id", taskId)
        .put("when_unix", whenUnix);
    receipt.putObject("inputs").put("z", 1).put("a", "b");
    receipt.putObject("outputs").put("txid", "tx-" + taskId).put("executionTime", latencyMs);
    receipt.putArray("protocols").add("raydium").add("pyth");
    receipt.putObject("fees").put("lamports", 5000);
    receipt.put("cost_usd", costUsd);
    receipt
        .putObject("guards")
        .put("slippage_bps", 30)
        .put("notional_usd", 0.5)
        .put("verdict", "OK");
    receipt.putObject("refs").put("config_hash", "sha256:guardcfg");
    return receipt;
  }

  String sign(ObjectNode unsigned) {
    byte[] message = CanonicalJson.canonicalize(unsigned.toString()).getBytes(UTF_8);
    ObjectNode signed = unsigned.deepCopy();
    signed
        .putObject("sign")
        .put("algo", "ed25519")
        .put("sig", Base64.getEncoder().encodeToString(Ed25519.sign(message, seed).toByteArray()));
    return signed.toString();
  }
}
