package dev.quittance.ingest.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.ingest.Samples;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.receipts.crypto.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IntakeTest {
  private static final Order ORDER = Samples.order("acme", "key-1", "Invoice 4711");
  private static final Submission FIRST = Samples.submission(ORDER);

  private final Map<Hash32, Hash32> taken = new HashMap<>();

  private IntakeDecision decide(Submission submission, long appendTimeMs) {
    return Intake.decide(
        id -> Optional.ofNullable(taken.get(id)), submission, Samples.CATALOGUE, appendTimeMs);
  }

  private IntakeDecision decide(Submission submission) {
    return decide(submission, Samples.NOW_MS);
  }

  @Test
  void acceptsAnOrderWithTheBuyerOfItsTenant() {
    assertThat(decide(FIRST))
        .isEqualTo(
            new IntakeDecision.Accepted(
                ORDER.orderId(),
                ORDER.hash(),
                "acme",
                Samples.ACME_BUYER,
                Bytes.wrap(ORDER.canonicalJson())));
  }

  @Test
  void passesByTheSameOrderSeenAgain() {
    taken.put(ORDER.orderId(), ORDER.hash());

    assertThat(decide(FIRST)).isEqualTo(new IntakeDecision.Repeated());
  }

  @Test
  void refusesOtherContentUnderTheRequestIdAndOnce() {
    Order other = Samples.order("acme", "key-1", "Invoice 4712");
    taken.put(ORDER.orderId(), ORDER.hash());

    IntakeDecision.Refused refused = (IntakeDecision.Refused) decide(Samples.submission(other));

    assertThat(refused.id()).isEqualTo(other.requestId());
    assertThat(refused.orderHash()).isEqualTo(other.hash());
    assertThat(refused.code()).isEqualTo(RefusalCode.CONFLICTING_CONTENT);
    assertThat(refused.asset()).isEqualTo(Samples.ASSET);
    taken.put(refused.id(), refused.orderHash());
    assertThat(decide(Samples.submission(other))).isEqualTo(new IntakeDecision.Repeated());
  }

  static Stream<Arguments> refusals() {
    byte[] notJson = "{\"format\":".getBytes(StandardCharsets.UTF_8);
    byte[] spaced = (" " + ORDER.canonical().text()).getBytes(StandardCharsets.UTF_8);
    Hash32 wrongId = Hash32.sha256(notJson);
    return Stream.of(
        Arguments.of(
            "malformed",
            with(FIRST, ORDER.orderId(), "acme", notJson),
            RefusalCode.MALFORMED_ORDER,
            Samples.ACME_BUYER,
            Intake.ZERO_ADDRESS),
        Arguments.of(
            "not canonical",
            with(FIRST, ORDER.orderId(), "acme", spaced),
            RefusalCode.MALFORMED_ORDER,
            Samples.ACME_BUYER,
            Samples.ASSET),
        Arguments.of(
            "another id",
            with(FIRST, wrongId, "acme", ORDER.canonicalJson()),
            RefusalCode.WRONG_ORDER_ID,
            Samples.ACME_BUYER,
            Samples.ASSET),
        Arguments.of(
            "another tenant's order",
            with(FIRST, ORDER.orderId(), "sleepy", ORDER.canonicalJson()),
            RefusalCode.WRONG_ORDER_ID,
            Samples.SLEEPY_BUYER,
            Samples.ASSET),
        Arguments.of(
            "unknown tenant",
            Samples.submission(Samples.order("nobody", "key-1", "x")),
            RefusalCode.UNKNOWN_TENANT,
            Intake.ZERO_ADDRESS,
            Samples.ASSET),
        Arguments.of(
            "suspended tenant",
            Samples.submission(Samples.order("sleepy", "key-1", "x")),
            RefusalCode.TENANT_SUSPENDED,
            Samples.SLEEPY_BUYER,
            Samples.ASSET));
  }

  private static Submission with(Submission submission, Hash32 id, String tenant, byte[] order) {
    return Submission.of(
        id,
        tenant,
        submission.source(),
        submission.sourceId(),
        Bytes.wrap(order),
        submission.submittedAtMs());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void refusesUnderTheOrderId(
      String name, Submission submission, RefusalCode code, String buyer, String asset) {
    IntakeDecision.Refused refused = (IntakeDecision.Refused) decide(submission);

    assertThat(refused.id()).as(name).isEqualTo(submission.orderId());
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused.buyer()).isEqualTo(buyer);
    assertThat(refused.asset()).isEqualTo(asset);
    assertThat(refused.message()).isNotBlank().hasSizeLessThanOrEqualTo(501);
  }

  @Test
  void refusesWhatIsOlderThanTheHorizonUnderTheRequestId() {
    long horizonEnd = Samples.NOW_MS + Intake.HORIZON_MS;

    assertThat(decide(FIRST, horizonEnd)).isInstanceOf(IntakeDecision.Accepted.class);
    IntakeDecision.Refused refused = (IntakeDecision.Refused) decide(FIRST, horizonEnd + 1);

    assertThat(refused.code()).isEqualTo(RefusalCode.TOO_OLD);
    assertThat(refused.id()).isEqualTo(ORDER.requestId());
  }

  @Test
  void knowsAnOldOrderAsRepeatedWhileItsIdIsTaken() {
    taken.put(ORDER.orderId(), ORDER.hash());

    assertThat(decide(FIRST, Samples.NOW_MS + 2 * Intake.HORIZON_MS))
        .isEqualTo(new IntakeDecision.Repeated());
  }

  @Test
  void namesRequestsAsOrdersDo() {
    assertThat(FIRST.requestId()).isEqualTo(ORDER.requestId());
  }
}
