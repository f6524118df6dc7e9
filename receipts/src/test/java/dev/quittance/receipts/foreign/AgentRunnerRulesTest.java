package dev.quittance.receipts.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.Vectors;
import dev.quittance.receipts.bundle.Bundle;
import dev.quittance.receipts.bundle.BundleReader;
import dev.quittance.receipts.crypto.Bytes32;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An exported receipt holds by AgentRunner's rules, which are written here on their own. */
class AgentRunnerRulesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Bytes32 SEED = Bytes32.fromHex("0x" + "07".repeat(32));

  /** The runner's key of that seed, from AgentRunner's own test values. */
  private static final String KEY =
      "ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c";

  static Stream<Bundle> bundles() {
    return Vectors.stream(Vectors.load("bundle").get("bundles"))
        .map(row -> BundleReader.parse(row.get("bundle").toString()));
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void theRunnersSignatureHolds(Bundle bundle) throws Exception {
    AgentRunnerReceipt exported = export(bundle.domain(), bundle.receipt());
    JsonNode receipt = JSON.readTree(exported.text());

    assertThat(receipt.get("runner_pubkey").asText()).isEqualTo(KEY);
    assertThat(holds(exported.text())).isTrue();
    assertThat(holds(exported.text().replace("\"when_unix\":1", "\"when_unix\":2"))).isFalse();
    assertThat(receipt.at("/guards/verdict").asText())
        .isEqualTo(bundle.receipt().amount().signum() > 0 ? "OK" : "FAIL");
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void theLeafIsOfTheTextAsItStands(Bundle bundle) throws Exception {
    AgentRunnerReceipt exported = export(bundle.domain(), bundle.receipt());

    // JSON.stringify of what JSON.parse read gives the same text: members keep their order.
    assertThat(JSON.readTree(exported.text())).hasToString(exported.text());
    assertThat(exported.leaf().toByteArray()).isEqualTo(keccak(exported.text().getBytes(UTF_8)));
  }

  static Stream<JsonNode> trees() {
    return Vectors.stream(Vectors.load("agentrunner")).filter(row -> row.has("leaf0"));
  }

  /** Their trees sort each pair; the vectors come of their own library. */
  @ParameterizedTest
  @MethodSource("trees")
  void theirProofsLeadToTheirRoots(JsonNode row) {
    byte[] hash = bytes(row.get("leaf0"));
    for (JsonNode sibling : row.get("proof0")) {
      hash = parent(hash, bytes(sibling));
    }
    assertThat(hash).isEqualTo(bytes(row.get("root")));
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void anExportedReceiptIsProvenInATreeOfTheirs(Bundle bundle) {
    byte[] leaf = export(bundle.domain(), bundle.receipt()).leaf().toByteArray();
    byte[] other = keccak("another receipt".getBytes(UTF_8));
    byte[] odd = keccak("a third, promoted".getBytes(UTF_8));

    byte[] root = parent(parent(other, leaf), odd);

    assertThat(parent(odd, parent(leaf, other))).isEqualTo(root);
  }

  private static AgentRunnerReceipt export(ReceiptDomain domain, Receipt receipt) {
    return AgentRunnerReceipt.of(domain, receipt, 6, SEED);
  }

  /** Ed25519 over the receipt without {@code sign}, members sorted at every depth, no spaces. */
  private static boolean holds(String text) throws Exception {
    ObjectNode receipt = (ObjectNode) JSON.readTree(text);
    JsonNode sign = receipt.remove("sign");
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(key(receipt.get("runner_pubkey").asText()));
    verifier.update(stable(receipt).getBytes(UTF_8));
    return sign.get("algo").asText().equals("ed25519")
        && verifier.verify(Base64.getDecoder().decode(sign.get("sig").asText()));
  }

  private static EdECPublicKey key(String hex) throws Exception {
    byte[] encoded = HexFormat.of().parseHex("302a300506032b6570032100" + hex);
    return (EdECPublicKey)
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  private static String stable(JsonNode node) {
    if (!node.isObject()) {
      return node.toString();
    }
    Map<String, String> members = new TreeMap<>();
    node.properties().forEach(member -> members.put(member.getKey(), stable(member.getValue())));
    StringBuilder text = new StringBuilder("{");
    members.forEach((name, value) ->
        text.append(text.length() > 1 ? "," : "")
            .append('"')
            .append(name)
            .append("\":")
            .append(value));
    return text.append('}').toString();
  }

  private static byte[] parent(byte[] a, byte[] b) {
    boolean ordered = Arrays.compareUnsigned(a, b) <= 0;
    byte[] both = Arrays.copyOf(ordered ? a : b, 64);
    System.arraycopy(ordered ? b : a, 0, both, 32, 32);
    return keccak(both);
  }

  private static byte[] keccak(byte[] message) {
    KeccakDigest digest = new KeccakDigest(256);
    digest.update(message, 0, message.length);
    byte[] hash = new byte[32];
    digest.doFinal(hash, 0);
    return hash;
  }

  private static byte[] bytes(JsonNode hex) {
    return HexFormat.of().parseHex(hex.asText().substring(2));
  }
}
