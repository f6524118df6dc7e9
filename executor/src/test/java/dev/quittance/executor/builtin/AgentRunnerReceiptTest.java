package dev.quittance.executor.builtin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.receipts.CanonicalJson;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Ed25519;
import dev.quittance.receipts.crypto.Keccak256;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class AgentRunnerReceiptTest {
  private static final String SERVICE = "agentrunner-receipt";
  private static final Bytes32 SEED = Bytes32.fromHex("0x" + "07".repeat(32));
  private static final String KEY =
      "ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c";

  private static String receipt(String runner) {
    ObjectNode receipt = Run.JSON.createObjectNode();
    receipt
        .put("runner_pubkey", runner)
        .put("agent", "swap")
        .put("task_id", "task-0")
        .put("when_unix", 1_760_000_000)
        .put("cost_usd", "0.01");
    byte[] message = CanonicalJson.canonicalize(receipt.toString()).getBytes(UTF_8);
    receipt
        .putObject("sign")
        .put("algo", "ed25519")
        .put("sig", Base64.getEncoder().encodeToString(Ed25519.sign(message, SEED).toByteArray()));
    return receipt.toString();
  }

  private static ObjectNode input(String receipt) {
    return Run.JSON.createObjectNode().put("receipt", receipt);
  }

  @Test
  void aSignedReceiptIsNotarised() {
    String text = receipt(KEY);
    JsonNode output = Run.output(SERVICE, input(text));

    assertThat(output)
        .isEqualTo(
            Run.json(
                """
                {"agent":"swap","key":"%s","leafHash":"%s","runnerPubkey":"%s",
                 "taskId":"task-0","verified":true,"whenUnix":1760000000}\
                """
                    .formatted(KEY, Keccak256.hash(text.getBytes(UTF_8)), KEY)));
    assertThat(Schemas.problems(SERVICE, "output", output)).isEmpty();
  }

  @Test
  void whoDidNotSignIsToldSo() {
    String other = "08".repeat(32);
    assertThat(Run.output(SERVICE, input(receipt(other))).path("verified").asBoolean()).isFalse();
    JsonNode output = Run.output(SERVICE, input(receipt(other)).put("key", KEY));
    assertThat(output.path("verified").asBoolean()).isTrue();
    assertThat(output.path("runnerPubkey").asText()).isEqualTo(other);
  }

  @Test
  void whatIsNoReceiptIsRefusedByItsMember() {
    assertThat(Run.failure(SERVICE, input(receipt("ea"))).message())
        .startsWith("/receipt: /runner_pubkey is no Ed25519 key");
    assertThat(Run.failure(SERVICE, input(receipt(KEY)).put("key", "ea")).message())
        .startsWith("/key: expected an Ed25519 key");
  }
}
