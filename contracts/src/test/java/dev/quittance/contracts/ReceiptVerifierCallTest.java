package dev.quittance.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.contracts.abi.ReceiptVerifier;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.Hash;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.ReadonlyTransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The generated wrapper encodes {@code ReceiptVerifier.verify} as Solidity does: the Solidity tests
 * hold their encoding of the same calls against the same hashes.
 */
class ReceiptVerifierCallTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final int SEQ_BEGINS = 2 + 2 * 40;
  private static final int SEQ_ENDS = 2 + 2 * 48;
  private static final String NOBODY = "0x0000000000000000000000000000000000000000";

  @Test
  void theCallsOfBundlesAreEncodedAsSolidityDoes() throws IOException {
    List<String> hashes =
        members(json("vectors/bundle.json").path("bundles"))
            .map(vector -> Hash.sha3(callOf(vector.path("bundle"))))
            .toList();
    List<String> expected =
        members(json("verify-receipt.json").path("inputHashes"))
            .map(JsonNode::stringValue)
            .toList();
    assertThat(hashes).hasSize(6).isEqualTo(expected);
  }

  private static String callOf(JsonNode bundle) {
    Web3j unused = Web3j.build(new HttpService());
    return ReceiptVerifier.load(
            NOBODY,
            unused,
            new ReadonlyTransactionManager(unused, NOBODY),
            new DefaultGasProvider())
        .verify(receipt(bundle.path("receipt")), bytes(bundle, "signature"), inclusion(bundle))
        .encodeFunctionCall();
  }

  private static ReceiptVerifier.Inclusion inclusion(JsonNode bundle) {
    JsonNode entry = bundle.path("entry");
    JsonNode head = bundle.path("head");
    String anchor = bundle.path("anchor").stringValue();
    return new ReceiptVerifier.Inclusion(
        new BigInteger(anchor.substring(SEQ_BEGINS, SEQ_ENDS), 16),
        bytes(entry, "hex"),
        integer(entry, "index"),
        hashes(entry),
        bytes(head, "hex"),
        hashes(head));
  }

  private static ReceiptVerifier.Receipt receipt(JsonNode r) {
    return new ReceiptVerifier.Receipt(
        bytes(r, "orderId"),
        bytes(r, "stepId"),
        r.path("agent").stringValue(),
        r.path("buyer").stringValue(),
        r.path("asset").stringValue(),
        integer(r, "amount"),
        integer(r, "fee"),
        r.path("feeRecipient").stringValue(),
        integer(r, "verdict"),
        bytes(r, "orderHash"),
        bytes(r, "planHash"),
        bytes(r, "inputHash"),
        bytes(r, "outputHash"),
        bytes(r, "proofHash"),
        bytes(r, "detailsRoot"),
        integer(r, "completedAt"),
        integer(r, "lane"),
        integer(r, "seq"));
  }

  private static List<byte[]> hashes(JsonNode proof) {
    return members(proof.path("path")).map(JsonNode::stringValue).map(t -> bytes(t)).toList();
  }

  private static Stream<JsonNode> members(JsonNode array) {
    return array.valueStream();
  }

  private static BigInteger integer(JsonNode object, String member) {
    return new BigInteger(object.path(member).asString());
  }

  private static byte[] bytes(JsonNode object, String member) {
    return bytes(object.path(member).stringValue());
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.substring(2));
  }

  private static JsonNode json(String file) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(RESOURCES.resolve(file)));
  }
}
