package dev.quittance.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.quittance.auditor.HandoverChecks.Said;
import dev.quittance.auditor.chain.AnchorChain;
import dev.quittance.auditor.chain.ChainReading;
import dev.quittance.auditor.chain.OperatorChange;
import dev.quittance.auditor.chain.OperatorReading;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract changed hands as the log says, or it is named which of the two says more. */
class HandoverLawsTest {
  private static final long ALL = Long.MAX_VALUE;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  /** A contract's handovers, as a chain can have them, and those of the log. */
  private static final class History {
    private final Random random;
    final List<Said> said = new ArrayList<>();
    final List<OperatorChange> done = new ArrayList<>();
    final List<OperatorChange> secret = new ArrayList<>();
    Address operator;
    long anchored;

    private History(long seed) {
      this.random = new Random(seed);
      this.operator = address();
    }

    /** Some handovers of the log, with secret tours between them, at times with none at all. */
    static History of(long seed, int handovers, int tours) {
      History history = new History(seed);
      history.anchored = 1 + history.random.nextInt(3);
      for (int i = 0; i < handovers + tours; i++) {
        if (history.random.nextInt(handovers + tours - i) < handovers - history.said.size()) {
          history.handOver();
        } else {
          history.tour();
        }
        history.anchored += history.random.nextInt(3);
      }
      history.anchored++;
      return history;
    }

    void handOver() {
      Address next = address();
      // An epoch has at least one period.
      anchored += said.isEmpty() || said.getLast().fromSeq() < anchored ? 0 : 1;
      said.add(new Said(operator, next, anchored, 10 + 2L * said.size()));
      change(next);
    }

    /** To somebody, perhaps on to others, and back. */
    void tour() {
      Address home = operator;
      for (int stops = 1 + random.nextInt(3); stops > 0; stops--) {
        secret.add(change(address()));
        anchored += random.nextInt(2);
      }
      secret.add(change(home));
    }

    private OperatorChange change(Address next) {
      OperatorChange change =
          new OperatorChange(operator, next, anchored, 7 + 3L * done.size(), hash());
      done.add(change);
      operator = next;
      return change;
    }

    Address address() {
      byte[] bytes = new byte[Address.SIZE];
      random.nextBytes(bytes);
      return Address.wrap(bytes);
    }

    private Bytes32 hash() {
      byte[] bytes = new byte[Bytes32.SIZE];
      random.nextBytes(bytes);
      return Bytes32.wrap(bytes);
    }

    List<Finding> findings() {
      return HandoverChecks.compare(said, done, anchored, ALL);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsDoneAsItIsSaidIsNoFinding(long seed) {
    History history = History.of(seed, (int) (seed % 4), 0);

    assertThat(history.findings()).as("seed %d", seed).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void eachSecretHandoverIsNamedWithBlockAndTransaction(long seed) {
    History history = History.of(seed, (int) (seed % 4), 1 + (int) (seed % 3));

    List<Finding> findings = history.findings();

    assertThat(findings)
        .as("seed %d", seed)
        .hasSameSizeAs(history.secret)
        .allMatch(finding -> finding.code() == FindingCode.L2_HANDOVER_UNKNOWN)
        .allMatch(finding -> finding.severity() == Severity.FAIL);
    for (int i = 0; i < findings.size(); i++) {
      OperatorChange change = history.secret.get(i);
      assertThat(findings.get(i).place()).isEqualTo(Place.chain(change.fromSeq()));
      assertThat(findings.get(i).message())
          .as("seed %d", seed)
          .contains(
              "block " + change.block(),
              change.transaction().toString(),
              change.previous().toString(),
              change.next().toString());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void oneThatIsSaidAndNotDoneIsNamedWithItsRules(long seed) {
    History history = History.of(seed, 1 + (int) (seed % 4), 0);
    Said gone = history.said.get(history.random.nextInt(history.said.size()));
    history.done.remove(history.said.indexOf(gone));

    assertThat(history.findings())
        .as("seed %d", seed)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.L2_HANDOVER_MISSING);
          assertThat(finding.place())
              .isEqualTo(Place.record("log-rules", 0, gone.offset()).inPeriod(gone.fromSeq()));
        });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void oneThatIsDoneOtherwiseIsNamedOnBothSides(long seed) {
    History history = History.of(seed, 1 + (int) (seed % 4), 0);
    int index = history.random.nextInt(history.said.size());
    OperatorChange good = history.done.get(index);
    OperatorChange other =
        switch (history.random.nextInt(3)) {
          case 0 -> changed(history.address(), good.next(), good.fromSeq(), good);
          case 1 -> changed(good.previous(), history.address(), good.fromSeq(), good);
          default -> changed(good.previous(), good.next(), good.fromSeq() + 1, good);
        };
    history.done.set(index, other);

    assertThat(history.findings())
        .as("seed %d", seed)
        .extracting(Finding::code, Finding::place)
        .containsExactlyInAnyOrder(
            tuple(FindingCode.L2_HANDOVER_MISSING, history.said.get(index).place()),
            tuple(FindingCode.L2_HANDOVER_UNKNOWN, Place.chain(other.fromSeq())));
  }

  private static OperatorChange changed(
      Address previous, Address next, long fromSeq, OperatorChange good) {
    return new OperatorChange(previous, next, fromSeq, good.block(), good.transaction());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whoHadItBeforeTheFirstPeriodIsNotAsked(long seed) {
    History history = History.of(seed, (int) (seed % 3), 0);
    Address deployer = history.address();
    Address first = history.address();
    List<OperatorChange> done =
        Stream.concat(
                Stream.of(
                    new OperatorChange(deployer, first, 0, 1, history.hash()),
                    new OperatorChange(first, deployer, 0, 2, history.hash()),
                    new OperatorChange(deployer, first, 0, 3, history.hash())),
                history.done.stream())
            .toList();

    assertThat(HandoverChecks.compare(history.said, done, history.anchored, ALL))
        .as("seed %d", seed)
        .isEmpty();
  }

  @Test
  void whoAnchoredBeforeTheLogsOperatorIsNamed() {
    History history = History.of(3, 0, 0);
    OperatorChange late = history.change(history.address());

    assertThat(history.findings())
        .singleElement()
        .extracting(Finding::place)
        .isEqualTo(Place.chain(late.fromSeq()));
  }

  @Test
  void theLastOneMayStillComeUntilItsFirstPeriodIsAnchored() {
    History history = History.of(4, 2, 0);
    history.done.removeLast();
    long first = history.said.getLast().fromSeq();

    assertThat(HandoverChecks.compare(history.said, history.done, first, ALL)).isEmpty();
    assertThat(HandoverChecks.compare(history.said, history.done, first + 1, ALL)).hasSize(1);
  }

  @Test
  void aCopySaysNothingOfWhatCameAfterIt() {
    History history = History.of(5, 2, 0);
    Said last = history.said.removeLast();

    assertThat(history.findings()).hasSize(1);
    assertThat(HandoverChecks.compare(history.said, history.done, history.anchored, last.fromSeq()))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("auditSeeds")
  void anAuditNamesASecretTour(long seed) {
    EpochCase one = EpochCase.of(seed);
    FakeChain chain = FakeChain.of(one.log());
    List<OperatorChange> changes = new ArrayList<>(chain.changes());
    OperatorChange known = changes.getFirst();
    Address thief = one.random().epoch.rules().domain().contract();
    changes.add(changed(known.next(), thief, 3, known));
    changes.add(changed(thief, known.next(), 3, known));

    AuditReport report = one.topics().audit(new FakeChain(one.log(), changes));

    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(report.findings())
        .as("seed %d", seed)
        .extracting(Finding::code)
        .containsExactly(FindingCode.L2_HANDOVER_UNKNOWN, FindingCode.L2_HANDOVER_UNKNOWN);
    assertThat(report.levels())
        .filteredOn(level -> level.level() == Level.L2)
        .allMatch(level -> level.failed() == 1 && level.ok() == 3);
    assertThat(one.topics().audit(new FakeChain(one.log(), List.of())).findings())
        .as("nothing was done, seed %d", seed)
        .singleElement()
        .extracting(Finding::code, Finding::place)
        .containsExactly(
            FindingCode.L2_HANDOVER_MISSING,
            Place.record("log-rules", 0, one.topics().rules().getLast().offset())
                .inPeriod(EpochCase.FIRST_PERIOD));
  }

  static LongStream auditSeeds() {
    return LongStream.rangeClosed(1, 3);
  }

  @Test
  void aNodeWithoutTheLogsMakesTheLevelInconclusive() {
    EpochCase one = EpochCase.of(1);
    FakeChain whole = FakeChain.of(one.log());
    AnchorChain chain =
        new AnchorChain() {
          @Override
          public ChainReading read(ReceiptDomain domain, LongPredicate periods) {
            return whole.read(domain, periods);
          }

          @Override
          public OperatorReading operators(ReceiptDomain domain, long anchored) {
            return new OperatorReading.Unreachable("pruned");
          }
        };

    AuditReport report = one.topics().audit(chain);

    assertThat(report.exitCode()).isEqualTo(3);
    assertThat(report.findings())
        .singleElement()
        .extracting(Finding::code)
        .isEqualTo(FindingCode.L2_HANDOVERS_UNREADABLE);
  }
}
