package dev.quittance.receipts.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.receipts.Vectors;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bundles of the vectors hold, or fail at the named check. */
class BundleVectorsTest {

  private static final JsonNode VECTORS = Vectors.load("bundle");
  private static final Trust TRUST = Trust.parse(VECTORS.get("trust").toString());
  private static final BundleVerifier VERIFIER =
      new BundleVerifier(Secp256k1Signatures.preferred());

  @Test
  void checksInOrder() {
    assertThat(Arrays.stream(BundleCheck.values()).map(BundleCheck::id))
        .isEqualTo(Vectors.stream(VECTORS.get("checks")).map(JsonNode::asText).toList());
  }

  static Stream<JsonNode> bundles() {
    return Vectors.stream(VECTORS.get("bundles")).map(row -> row.get("bundle"));
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void holds(JsonNode bundle) {
    BundleVerdict verdict = VERIFIER.verify(bundle.toString(), TRUST);
    assertThat(verdict.results()).allMatch(r -> r.outcome().equals(new CheckOutcome.Passed()));
    assertThat(verdict.holds()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void isWrittenAsItWasRead(JsonNode bundle) throws Exception {
    String written = BundleWriter.write(BundleReader.parse(bundle.toString()));
    assertThat(new ObjectMapper().readTree(written)).hasToString(bundle.toString());
  }

  static Stream<JsonNode> invalid() {
    return Vectors.stream(VECTORS.get("invalid"));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void fails(JsonNode row) {
    BundleVerdict verdict = VERIFIER.verify(row.get("bundle").toString(), TRUST);
    assertThat(verdict.fails().map(BundleCheck::id)).contains(Vectors.text(row, "fails"));
  }
}
