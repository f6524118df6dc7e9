package dev.quittance.receipts.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.crypto.SigningKey;
import dev.quittance.receipts.log.PeriodSchedule.CatchUp;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EpochHandoverTest {
  private static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();
  private static final SigningKey BEFORE = key("before");
  private static final SigningKey AFTER = key("after");
  private static final Address CONTRACT = key("contract").address();
  private static final LogEpoch FIRST =
      LogEpoch.first(rules(0, "receipts", BEFORE), new UUID(1, 2));
  private static final LogEpoch SECOND =
      new LogEpoch(rules(1, "receipts-e1", AFTER), new UUID(3, 4), 12, 1_720);

  @Test
  void theSignedBytesAreTheseOnes() {
    Bytes32 before = FIRST.rules().rulesHash();
    Bytes32 after = SECOND.rules().rulesHash();

    assertThat(handover(SECOND).message().toString())
        .isEqualTo(
            "0x5154453100000001"
                + hex(FIRST.identity().logId())
                + hex(before)
                + hex(after)
                + "00000000000000030000000000000004"
                + "000000000000000c"
                + "00000000000006b8");
  }

  @Test
  void whatBothSignedFollows() {
    assertThat(signed(handover(SECOND), BEFORE, AFTER).objection(SIGNATURES, FIRST, SECOND))
        .isEmpty();
  }

  static Stream<Arguments> objections() {
    EpochHandover good = handover(SECOND);
    LogRules rules = SECOND.rules();
    return Stream.of(
        Arguments.of("operator before", signed(good, AFTER, AFTER), SECOND),
        Arguments.of("its operator", signed(good, BEFORE, BEFORE), SECOND),
        Arguments.of("states", signed(good, BEFORE, AFTER), moved(SECOND, 13, 1_720)),
        Arguments.of("states", signed(good, BEFORE, AFTER), moved(SECOND, 12, 1_721)),
        Arguments.of("states", signed(good, BEFORE, AFTER), renamed(new UUID(3, 5))),
        unlike("another log", r -> with(r, "other.example/log", 1, r.topic(), 2, r.domain())),
        unlike("after epoch 0", r -> with(r, r.origin(), 0, r.topic(), 2, r.domain())),
        unlike("is that of the epoch", r -> with(r, r.origin(), 1, "receipts", 2, r.domain())),
        unlike("3 partitions", r -> with(r, r.origin(), 1, r.topic(), 3, r.domain())),
        unlike(
            "EIP-712",
            r -> with(r, r.origin(), 1, r.topic(), 2, new ReceiptDomain(BigInteger.TWO, CONTRACT))),
        Arguments.of(
            "begins with period",
            signed(handover(new LogEpoch(rules, new UUID(3, 4), 12, 1_720)), BEFORE, AFTER),
            SECOND));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("objections")
  void whatDoesNotFollowIsNamed(String reason, SignedEpochHandover signed, LogEpoch next) {
    LogEpoch previous =
        reason.equals("begins with period")
            ? new LogEpoch(FIRST.rules(), FIRST.topicId(), 12, 1_000)
            : FIRST;
    Optional<String> objection = signed.objection(SIGNATURES, previous, next);
    assertThat(objection).hasValueSatisfying(text -> assertThat(text).contains(reason));
  }

  @Test
  void anEpochBeginsAfterAPeriod() {
    assertThatThrownBy(() -> handover(new LogEpoch(SECOND.rules(), SECOND.topicId(), 0, 0)))
        .hasMessageContaining("after a period");
  }

  @Test
  void aPeriodAndATimeBelongToOneEpoch() {
    LogEpochs epochs = LogEpochs.first(FIRST).with(SECOND);

    assertThat(epochs.newest()).isEqualTo(SECOND);
    assertThat(epochs.ofPeriod(11)).isEqualTo(FIRST);
    assertThat(epochs.ofPeriod(12)).isEqualTo(SECOND);
    assertThat(epochs.operatorAt(1_719_999)).isEqualTo(BEFORE.address());
    assertThat(epochs.operatorAt(1_720_000)).isEqualTo(AFTER.address());
    assertThat(epochs.ofTopic("receipts-e1")).contains(SECOND);
    assertThat(epochs.ofTopic("receipts-e2")).isEmpty();
    assertThat(epochs.topics()).containsExactly("receipts", "receipts-e1");
    assertThatThrownBy(() -> new LogEpochs(List.of(SECOND))).hasMessageContaining("period 0");
    assertThatThrownBy(() -> epochs.with(SECOND)).hasMessageContaining("begins with period 12");
  }

  private static Arguments unlike(String reason, UnaryOperator<LogRules> change) {
    LogEpoch next =
        new LogEpoch(change.apply(SECOND.rules()), SECOND.topicId(), 12, SECOND.firstStart());
    return Arguments.of(reason, signed(handover(next), BEFORE, AFTER), next);
  }

  private static LogEpoch moved(LogEpoch epoch, long period, long start) {
    return new LogEpoch(epoch.rules(), epoch.topicId(), period, start);
  }

  private static LogEpoch renamed(UUID topicId) {
    return new LogEpoch(SECOND.rules(), topicId, SECOND.firstPeriod(), SECOND.firstStart());
  }

  private static EpochHandover handover(LogEpoch next) {
    return new EpochHandover(
        FIRST.identity().logId(),
        FIRST.rules().rulesHash(),
        next.rules().rulesHash(),
        next.topicId(),
        next.firstPeriod(),
        next.firstStart());
  }

  private static SignedEpochHandover signed(
      EpochHandover handover, SigningKey before, SigningKey after) {
    return new SignedEpochHandover(
        handover,
        SIGNATURES.sign(handover.digest(), before),
        SIGNATURES.sign(handover.digest(), after));
  }

  private static LogRules with(
      LogRules rules, String origin, int epoch, String topic, int partitions, ReceiptDomain in) {
    return new LogRules(
        origin, epoch, in, topic, partitions, rules.schemas(), rules.operator(), rules.schedule());
  }

  private static LogRules rules(int epoch, String topic, SigningKey operator) {
    return new LogRules(
        "log.example/receipts",
        epoch,
        new ReceiptDomain(BigInteger.valueOf(31337), CONTRACT),
        topic,
        2,
        List.of(),
        operator.address(),
        new PeriodSchedule(1_000, 60, CatchUp.EACH));
  }

  private static SigningKey key(String name) {
    return SIGNATURES.key(Sha256.hash(name.getBytes(StandardCharsets.UTF_8)));
  }

  private static String hex(Bytes32 bytes) {
    return bytes.toString().substring(2);
  }
}
