package dev.quittance.receipts.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.receipts.RandomValues;
import dev.quittance.receipts.Vectors;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.receipts.log.Checkpoint;
import dev.quittance.receipts.log.LogReplay;
import dev.quittance.receipts.log.ProvenReceipt;
import dev.quittance.receipts.log.RandomLog;
import dev.quittance.receipts.log.ReplayedPeriod;
import dev.quittance.receipts.log.Retention;
import dev.quittance.receipts.log.VerifierKey;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles are read strictly, and those that are built from a replay hold. */
class BundleTest {

  private static final JsonNode VECTORS = Vectors.load("bundle");
  private static final Trust TRUST = Trust.parse(VECTORS.get("trust").toString());
  private static final String GOOD = VECTORS.get("bundles").get(0).get("bundle").toString();
  private static final BundleVerifier VERIFIER =
      new BundleVerifier(Secp256k1Signatures.preferred());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"format\" | {\"more\":1,\"format\" | unknown member /more",
        "{\"format\" | {\"format\":\"\",\"format\" | not JSON: Duplicate",
        "\"seq\":\"9\" | \"seq\":\"9\",\"seq\":\"9\" | not JSON: Duplicate",
        "\"seq\":\"9\" | \"seq\":\"09\" | /receipt/seq: must be a decimal",
        "\"seq\":\"9\" | \"seq\":9 | /receipt/seq: must be a string",
        "\"verdict\":1 | \"verdict\":0 | /receipt/verdict: must be 1 to 6",
        "\"verdict\":1 | \"verdict\":\"1\" | /receipt/verdict: must be a whole number",
        "\"verdict\":1 | \"verdict\":1.0 | /receipt/verdict: must be a whole number",
        "\"verdict\":1, | `` | /receipt lacks verdict",
        "\"anchor\":\"0x | \"anchor\":\"0X | /anchor: hex must start with 0x",
        "\"anchor\":\"0x | \"anchor\":\"0x0 | /anchor: hex must have two digits",
        "\"anchor\":\"0x51 | \"anchor\":\"0x5A | /anchor: hex must be lower case",
        "\"index\":0 | \"index\":-1 | /disclosures/0/index: must be a whole number",
        "\"name\":\"Quittance\" | \"name\":\"Other\" | /domain/name: must be",
        "\"disclosures\":[ | \"disclosures\":[1, | /disclosures/0 must be an object",
      })
  void strictFormat(String good, String bad, String message) {
    assertThat(GOOD).contains(good);
    String changed = GOOD.replaceFirst(Pattern.quote(good), bad);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BundleReader.parse(changed))
        .withMessageStartingWith(message);
    BundleVerdict verdict = VERIFIER.verify(changed, TRUST);
    assertThat(verdict.fails()).contains(BundleCheck.FORMAT);
    assertThat(verdict.results().stream().skip(1))
        .allMatch(result -> result.outcome().equals(new CheckOutcome.NotReached()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{}", "{", "\u0000"})
  void whatIsNoBundleFailsItsFormat(String text) {
    assertThat(VERIFIER.verify(text, TRUST).fails()).contains(BundleCheck.FORMAT);
    assertThat(VERIFIER.verify(GOOD + text + "x", TRUST).fails()).contains(BundleCheck.FORMAT);
  }

  @Test
  void anyCharacterChangedFails() {
    for (int i = 0; i < GOOD.length(); i++) {
      char other = (char) (GOOD.charAt(i) ^ 1);
      String changed = GOOD.substring(0, i) + other + GOOD.substring(i + 1);
      assertThat(VERIFIER.verify(changed, TRUST).holds()).as("character %d", i).isFalse();
    }
  }

  /** A root does not commit to its tree's size, but the fields of one receipt are of one tree. */
  @Test
  void disclosedFieldsAgreeOnTheSizeOfTheirTree() {
    String three = VECTORS.get("bundles").get(1).get("bundle").toString();
    assertThat(VERIFIER.verify(three, TRUST).holds()).isTrue();
    String changed = three.replaceFirst("\"size\":5", "\"size\":6");
    assertThat(VERIFIER.verify(changed, TRUST).fails()).contains(BundleCheck.DISCLOSURE);
  }

  @Test
  void trustInAChainIsChecked() {
    Address contract = BundleReader.parse(GOOD).contract();
    BigInteger chainId = BundleReader.parse(GOOD).chainId();
    assertThat(fails(Optional.of(chainId), Optional.of(contract))).isEmpty();
    assertThat(fails(Optional.of(BigInteger.TEN), Optional.empty())).contains(BundleCheck.CHAIN);
    assertThat(fails(Optional.empty(), Optional.of(Address.ZERO))).contains(BundleCheck.CHAIN);
  }

  private static Optional<BundleCheck> fails(
      Optional<BigInteger> chainId, Optional<Address> contract) {
    Trust trust =
        new Trust(TRUST.origin(), TRUST.verifierKey(), chainId, contract, Optional.empty());
    return VERIFIER.verify(GOOD, trust).fails();
  }

  @Test
  void trustIsReadStrictly() {
    String text =
        "{\"origin\":\"%s\",\"verifierKey\":\"%s\",\"chainId\":\"1\",\"contract\":\"%s\",\"vault\":\"0x%s\"}"
            .formatted(TRUST.origin(), TRUST.verifierKey(), Address.ZERO, "11".repeat(20));
    assertThat(Trust.parse(text))
        .isEqualTo(
            new Trust(
                TRUST.origin(),
                TRUST.verifierKey(),
                Optional.of(BigInteger.ONE),
                Optional.of(Address.ZERO),
                Optional.of(Address.fromHex("0x" + "11".repeat(20)))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trust.parse(text.replace("chainId", "chain")))
        .withMessage("unknown member /chain");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trust.parse(text.replaceFirst("log\\.", "other.")))
        .withMessageContaining("is named");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void bundlesFromAReplayHold(long seed) {
    RandomLog log = new RandomLog(seed, 3, 4);
    LogReplay replay =
        new LogReplay(log.identity(), RandomLog.SIGNATURES, Retention.ofReceipts(_ -> true));
    List<AssembledPeriod> periods = new ArrayList<>();
    for (int p = 0; p < 3; p++) {
      for (RandomLog.Written written : log.partition(p)) {
        replay.feed(p, written.record()).completed().stream()
            .map(ReplayedPeriod::assembled)
            .forEach(periods::add);
      }
    }
    Bytes32 noteSeed = new RandomValues(seed).bytes32();
    String origin = log.identity().origin();
    VerifierKey key = VerifierKey.ofSeed(origin, noteSeed);
    AssembledPeriod third = periods.get(2);
    String note = new Checkpoint(origin, 3, third.anchors().root()).sign(noteSeed);
    BundleBuilder builder = new BundleBuilder(replay, log.identity().domain(), note, key);

    assertThat(replay.receipts()).isNotEmpty();
    for (ProvenReceipt receipt : replay.receipts()) {
      if (receipt.period() < 3) {
        String text = BundleWriter.write(builder.build(receipt, List.of()));
        BundleVerdict verdict = VERIFIER.verify(text, Trust.of(origin, key));
        assertThat(verdict.holds()).as("seed %d: %s", seed, verdict).isTrue();
      } else {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> builder.build(receipt, List.of()))
            .withMessageContaining("is not under the checkpoint");
      }
    }
  }

  @Test
  void theBuilderWantsACheckpointOfTheLog() {
    RandomLog log = new RandomLog(11, 1, 1);
    LogReplay replay =
        new LogReplay(log.identity(), RandomLog.SIGNATURES, Retention.ofReceipts(_ -> true));
    log.partition(0).forEach(written -> replay.feed(0, written.record()));
    Bytes32 noteSeed = new RandomValues(11).bytes32();
    VerifierKey key = VerifierKey.ofSeed(log.identity().origin(), noteSeed);
    Checkpoint larger = new Checkpoint(log.identity().origin(), 2, Bytes32.ZERO);
    Checkpoint other = new Checkpoint(log.identity().origin(), 1, Bytes32.ZERO);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder(log, replay, larger.sign(Bytes32.ZERO), key))
        .withMessageStartingWith("the checkpoint is not signed by");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder(log, replay, larger.sign(noteSeed), key))
        .withMessage("the checkpoint covers 2 periods, the replay has 1");
    ProvenReceipt receipt = replay.receipts().getFirst();
    BundleBuilder wrongRoot = builder(log, replay, other.sign(noteSeed), key);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> wrongRoot.build(receipt, List.of()))
        .withMessage("the checkpoint's root is not that of the replayed log");
    assertThat(replay.pendingReceipts()).noneMatch(pending -> pending.period() == 0);
  }

  private static BundleBuilder builder(
      RandomLog log, LogReplay replay, String note, VerifierKey key) {
    return new BundleBuilder(replay, log.identity().domain(), note, key);
  }
}
