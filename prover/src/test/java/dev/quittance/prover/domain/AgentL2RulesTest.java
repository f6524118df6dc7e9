package dev.quittance.prover.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.Signer;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.disclosure.FieldTree;
import dev.quittance.receipts.foreign.AgentL2Proof;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;

/** An exported proof of work holds by AgentL2's rules, which are written here on their own. */
class AgentL2RulesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Signer AGENT =
      Keyring.of("test test test test test test test test test test test junk").agent(1);
  private static final String INPUT = "{}";
  private static final String OUTPUT = "\"hello\"";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "builtin/extraction@1 | ``",
        "llm/local | {\"model\":\"m-1\",\"tokens\":{\"in\":12,\"out\":7},\"note\":\"é \\\"x\\\"\"}",
      })
  void theirVerifierAcceptsIt(String executor, String evidence) throws Exception {
    Work work = work(executor, Optional.of(evidence).filter(text -> !text.isEmpty()));
    ProofOfWork document = ProofOfWork.of(work).orElseThrow();
    String text = document.signed(AGENT.sign(document.digest()));
    Receipt receipt =
        Proving.receipt(work, 0, 0, FieldTree.of(Bytes32.ZERO, Map.of()), Optional.of(text));

    String exported = AgentL2Proof.of(receipt, text).orElseThrow();

    assertThat(holds(exported, AGENT.address().toString())).isTrue();
    assertThat(
            holds(
                exported.replace("\"timestamp\":1", "\"timestamp\":2"), AGENT.address().toString()))
        .isFalse();
    // The two hashes that AgentL2 publishes as test values for {} and "hello".
    assertThat(exported)
        .contains("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
        .contains("5aa762ae383fbb727af3c7a36d4940a5b8c40a989452d2304fc958ff3f354e7a");
    assertThat(AgentL2Proof.of(receipt, text + " ")).isEmpty();
  }

  @Test
  void aReceiptWithoutProofHasNone() {
    Work work = work("webhook/acme", Optional.empty());
    Receipt receipt =
        Proving.receipt(work, 0, 0, FieldTree.of(Bytes32.ZERO, Map.of()), Optional.empty());

    assertThat(AgentL2Proof.of(receipt, "")).isEmpty();
  }

  /**
   * Hashes are SHA-256 over JSON.stringify of input and output; the signature is personal_sign over
   * JSON.stringify of type, timestamp, inputHash, outputHash and evidence, in this order.
   */
  private static boolean holds(String text, String agent) throws Exception {
    JsonNode proof = JSON.readTree(text);
    ObjectNode signed = JSON.createObjectNode();
    for (String member :
        new String[] {"type", "timestamp", "inputHash", "outputHash", "evidence"}) {
      signed.set(member, proof.get(member));
    }
    byte[] signature = HexFormat.of().parseHex(proof.get("signature").asText().substring(2));
    var parts =
        new Sign.SignatureData(
            signature[64],
            java.util.Arrays.copyOfRange(signature, 0, 32),
            java.util.Arrays.copyOfRange(signature, 32, 64));
    BigInteger key = Sign.signedPrefixedMessageToKey(signed.toString().getBytes(UTF_8), parts);
    return ("0x" + Keys.getAddress(key)).equals(agent)
        && proof.get("inputHash").asText().equals(sha256(INPUT))
        && proof.get("outputHash").asText().equals(sha256(OUTPUT));
  }

  private static String sha256(String text) {
    return HexFormat.of().formatHex(Sha256.hash(text.getBytes(UTF_8)).toByteArray());
  }

  private static Work work(String executor, Optional<String> evidence) {
    return new Work(
        Bytes32.ZERO,
        Receipt.stepId(Bytes32.ZERO, 0),
        AGENT.address(),
        Address.ZERO,
        Address.ZERO,
        BigInteger.ONE,
        BigInteger.ZERO,
        Address.ZERO,
        Verdict.COMPLETED,
        Bytes32.ZERO,
        Bytes32.ZERO,
        Sha256.hash(INPUT.getBytes(UTF_8)),
        Sha256.hash(OUTPUT.getBytes(UTF_8)),
        1_760_000_000_000L,
        0,
        1,
        "",
        "",
        "acme",
        "extraction",
        executor,
        evidence);
  }
}
