package dev.quittance.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.chain.AnchorChain;
import dev.quittance.auditor.chain.ChainReading;
import dev.quittance.auditor.source.RawRecord;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is changed where one epoch ends and the next begins is found, with code and place. */
class EpochTamperLawsTest {
  static Stream<Arguments> tamperings() {
    return Arrays.stream(EpochTampering.values())
        .flatMap(tampering ->
            LongStream.rangeClosed(1, 3).mapToObj(seed -> Arguments.of(tampering, seed)));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("tamperings")
  void isFoundWhereItIs(EpochTampering tampering, long seed) {
    EpochCase one = EpochCase.of(seed);
    EpochTampering.Expected expected = tampering.tamper(one);

    AuditReport report = one.topics().audit();

    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(
            report.findings().stream()
                .filter(finding -> finding.severity() == Severity.FAIL)
                .map(finding -> finding.code() + " " + finding.place()))
        .as("seed %d", seed)
        .contains(expected.code() + " " + expected.place());
  }

  @Test
  void rulesFromBeforeThereWereHandoversAreRead() {
    EpochCase one = EpochCase.of(1);
    RawRecord first = one.topics().rules().getFirst();
    byte[] value = first.value().orElseThrow().toByteArray();
    // The last byte says that there is no handover.
    Bytes earlier = Bytes.wrap(Arrays.copyOf(value, value.length - 1));
    one.topics().rules().set(0, EpochTampering.withValue(first, earlier));

    assertThat(one.topics().audit().findings()).isEmpty();
  }

  @Test
  void aLogThatBeginsWithAHandoverCannotBeRead() {
    EpochCase one = EpochCase.of(2);
    RawRecord second = one.topics().rules().getLast();
    one.topics().rules().removeFirst();

    AuditReport report = one.topics().audit();

    assertThat(report.exitCode()).isEqualTo(3);
    assertThat(report.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.LOG_UNREADABLE);
          assertThat(finding.place()).isEqualTo(Place.record("log-rules", 0, second.offset()));
        });
  }

  @Test
  void anEpochWhoseTopicIsGoneIsNamed() {
    EpochCase one = EpochCase.of(3);
    one.topics().remove(EpochCase.NEXT);

    assertThat(one.topics().audit().findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.L4_PARTITIONS_DIFFER);
          assertThat(finding.message()).contains(EpochCase.NEXT, "0 partitions");
        });
  }

  @Test
  void theContractIsTheNewestOperatorsFromItsFirstPeriodOn() {
    EpochCase one = EpochCase.of(4);
    Address before = one.random().operator(0).address();
    Address after = one.random().operator(1).address();
    Address somebody = one.random().epoch.rules().domain().contract();

    assertThat(operatorFinding(one, before, EpochCase.FIRST_PERIOD)).contains(Severity.NOTE);
    assertThat(operatorFinding(one, before, EpochCase.FIRST_PERIOD + 1)).contains(Severity.FAIL);
    assertThat(operatorFinding(one, somebody, EpochCase.FIRST_PERIOD)).contains(Severity.FAIL);
    assertThat(operatorFinding(one, after, EpochCase.FIRST_PERIOD)).isEmpty();
    assertThat(operatorFinding(one, after, EpochCase.FIRST_PERIOD + 2)).isEmpty();
  }

  private static Optional<Severity> operatorFinding(EpochCase one, Address operator, int anchored) {
    AnchorChain whole = one.log().chain();
    AnchorChain chain =
        (domain, periods) -> {
          ChainReading.Contract read =
              (ChainReading.Contract) whole.read(domain, seq -> seq < anchored);
          return new ChainReading.Contract(read.logId(), operator, anchored, read.periods());
        };
    return one.topics().audit(chain).findings().stream()
        .filter(finding -> finding.code() == FindingCode.L2_CONTRACT_DIFFERS)
        .map(Finding::severity)
        .findFirst();
  }
}
