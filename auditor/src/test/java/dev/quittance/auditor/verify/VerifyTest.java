package dev.quittance.auditor.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.auditor.VectorLogs;
import dev.quittance.auditor.chain.AnchorChain;
import dev.quittance.auditor.chain.AnchoredPeriod;
import dev.quittance.auditor.chain.ChainReading;
import dev.quittance.receipts.bundle.BundleCheck;
import dev.quittance.receipts.bundle.Trust;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AnchorRecord;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VerifyTest {

  private static final JsonNode VECTORS = VectorLogs.load("bundle");
  private static final Optional<Trust> TRUST =
      Optional.of(TrustFile.parse("trust.json", VECTORS.get("trust").toString()));
  private static final Optional<Trust> CONTRACT_TRUSTED =
      TRUST.map(trust ->
          new Trust(
              trust.origin(),
              trust.verifierKey(),
              Optional.empty(),
              Optional.of(Address.fromHex(VECTORS.at("/bundles/0/bundle/chain/contract").asText())),
              Optional.of(Address.ZERO)));

  /**
   * A string, with a colon behind it if it is a member's name, or a number. Not the size of a
   * disclosure's tree: the receipt commits to the root alone, and two sizes can share a path.
   */
  private static final Pattern VALUE =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"(:)?|(?<=:)(?<!\"size\":)(\\d+)");

  static Stream<String> bundles() {
    return rows("bundles").map(row -> row.get("bundle").toString());
  }

  static Stream<JsonNode> invalid() {
    return rows("invalid");
  }

  private static Stream<JsonNode> rows(String member) {
    return StreamSupport.stream(VECTORS.get(member).spliterator(), false);
  }

  @Test
  void thereAreAllVectors() {
    assertThat(bundles()).hasSize(6);
    assertThat(invalid()).hasSize(26);
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void aGoodBundleHolds(String bundle) {
    VerifyReport report = Verify.offline().verify("b.json", bundle, TRUST);

    assertThat(report.exitCode()).isZero();
    assertThat(report.toJson()).isEqualTo("{\"file\":\"b.json\",\"ok\":true,\"fails\":null}");
    assertThat(report.lines().stream().map(CheckLine::name))
        .isEqualTo(Arrays.stream(BundleCheck.values()).map(BundleCheck::id).toList());
    assertThat(report.toText()).endsWith("  holds\n");
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void aBadBundleFailsAtTheNamedCheck(JsonNode row) {
    VerifyReport report = Verify.offline().verify("b.json", row.get("bundle").toString(), TRUST);

    assertThat(report.fails()).contains(row.get("fails").asText());
    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(report.toJson())
        .isEqualTo(
            "{\"file\":\"b.json\",\"ok\":false,\"fails\":\"%s\"}"
                .formatted(row.get("fails").asText()));
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aBundleWithAnyCharacterOfAValueChangedFailsAtANamedCheck(long seed) {
    Random random = new Random(seed);
    List<String> good = bundles().toList();
    for (int i = 0; i < 100; i++) {
      String bundle = good.get(random.nextInt(good.size()));
      String changed = changed(bundle, random);
      VerifyReport report = Verify.offline().verify("b.json", changed, TRUST);
      assertThat(report.fails()).as("seed %d, change %d: %s", seed, i, changed).isPresent();
      assertThat(report.outcome().exitCode()).isEqualTo(1);
    }
  }

  private static String changed(String bundle, Random random) {
    List<Integer> positions = new ArrayList<>();
    Matcher values = VALUE.matcher(bundle);
    while (values.find()) {
      boolean isName = values.group(2) != null;
      int group = values.group(1) != null ? 1 : 3;
      for (int at = values.start(group); at < values.end(group) && !isName; at++) {
        positions.add(at);
      }
    }
    int at = positions.get(random.nextInt(positions.size()));
    char was = bundle.charAt(at);
    String alphabet = "0123456789abcdefxABCXYZ-+/= .";
    char now = alphabet.charAt(random.nextInt(alphabet.length()));
    char other = now == was ? '~' : now;
    return bundle.substring(0, at) + other + bundle.substring(at + 1);
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void withoutTrustItIsInconclusive(String bundle) {
    VerifyReport report = Verify.offline().verify("b.json", bundle, Optional.empty());

    assertThat(report.exitCode()).isEqualTo(3);
    assertThat(report.fails()).isEmpty();
    assertThat(
            report.lines().stream()
                .filter(line -> line.status() == CheckLine.Status.INCONCLUSIVE)
                .map(CheckLine::name))
        .containsExactly("anchor", "checkpoint", "chain");
    assertThat(report.toJson()).contains("\"ok\":false,\"fails\":null");
  }

  @Test
  void withoutTrustWhatDoesNotFitTogetherStillFails() {
    for (String check : List.of("signature", "entryPath", "headPath")) {
      JsonNode row =
          invalid().filter(r -> r.get("fails").asText().equals(check)).findFirst().orElseThrow();
      VerifyReport report =
          Verify.offline().verify("b.json", row.get("bundle").toString(), Optional.empty());
      assertThat(report.fails()).contains(check);
    }
  }

  @Test
  void theChainIsAskedLast() {
    String bundle = bundles().findFirst().orElseThrow();
    JsonNode json = rows("bundles").findFirst().orElseThrow().get("bundle");
    AnchorRecord anchor =
        AnchorRecord.decode(Bytes.fromHex(json.get("anchor").asText())).orElseThrow();

    assertThat(asked(bundle, contract(anchor, anchor.logId(), anchor.hash())).exitCode()).isZero();
    assertThat(asked(bundle, contract(anchor, anchor.logId(), Bytes32.ZERO)).fails())
        .contains("chainRead");
    assertThat(asked(bundle, contract(anchor, Bytes32.ZERO, anchor.hash())).fails())
        .contains("chainRead");
    assertThat(asked(bundle, new ChainReading.NoContract(Address.ZERO)).fails())
        .contains("chainRead");
    assertThat(asked(bundle, new ChainReading.Unreachable("refused")).exitCode()).isEqualTo(3);
    assertThat(asked(bundle, new ChainReading.OtherChain(BigInteger.ONE)).exitCode()).isEqualTo(3);
    assertThat(
            asked(bundle, new ChainReading.Contract(anchor.logId(), Address.ZERO, 0, Map.of()))
                .fails())
        .contains("chainRead");
  }

  @Test
  void aContractThatOnlyTheBundleNamesProvesNothing() {
    String bundle = bundles().findFirst().orElseThrow();
    JsonNode json = rows("bundles").findFirst().orElseThrow().get("bundle");
    AnchorRecord anchor =
        AnchorRecord.decode(Bytes.fromHex(json.get("anchor").asText())).orElseThrow();
    AnchorChain honest = (_, _) -> contract(anchor, anchor.logId(), anchor.hash());

    for (Optional<Trust> trust : List.of(TRUST, Optional.<Trust>empty())) {
      VerifyReport report = Verify.with(honest).verify("b.json", bundle, trust);
      assertThat(report.exitCode()).isEqualTo(3);
      assertThat(report.lines().getLast().status()).isEqualTo(CheckLine.Status.INCONCLUSIVE);
      assertThat(report.lines().getLast().found()).endsWith("no trust names the contract");
    }
    AnchorChain other = (_, _) -> contract(anchor, anchor.logId(), Bytes32.ZERO);
    assertThat(Verify.with(other).verify("b.json", bundle, TRUST).fails()).contains("chainRead");
  }

  private static VerifyReport asked(String bundle, ChainReading answer) {
    AnchorChain chain = (_, _) -> answer;
    VerifyReport report = Verify.with(chain).verify("b.json", bundle, CONTRACT_TRUSTED);
    assertThat(report.lines().getLast().name()).isEqualTo("chainRead");
    return report;
  }

  private static ChainReading contract(AnchorRecord anchor, Bytes32 logId, Bytes32 anchorHash) {
    AnchoredPeriod period =
        new AnchoredPeriod(
            anchorHash, anchor.periodRoot(), anchor.settlementRoot(), 1, 1, 1, 1_767_571_200);
    return new ChainReading.Contract(
        logId, Address.ZERO, anchor.seq() + 1, Map.of(anchor.seq(), period));
  }

  @Test
  void aTrustFileIsReadStrictly() {
    String text = TrustFile.write(TRUST.orElseThrow());
    String whole = TrustFile.write(CONTRACT_TRUSTED.orElseThrow());
    assertThat(TrustFile.parse("trust.json", whole)).isEqualTo(CONTRACT_TRUSTED.orElseThrow());

    assertThat(TrustFile.parse("trust.json", text)).isEqualTo(TRUST.orElseThrow());
    assertThatThrownBy(() -> TrustFile.parse("trust.json", "{\"origin\":\"a\"}"))
        .hasMessageStartingWith("trust.json: the document lacks verifierKey");
    assertThatThrownBy(() -> TrustFile.parse("trust.json", text.replace("{", "{\"key\":\"x\",")))
        .hasMessageContaining("unknown member /key");
  }
}
