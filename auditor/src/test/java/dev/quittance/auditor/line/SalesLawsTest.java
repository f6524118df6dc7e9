package dev.quittance.auditor.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.Finding;
import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.Place;
import dev.quittance.auditor.Severity;
import dev.quittance.auditor.line.SoldLine.Proving;
import dev.quittance.auditor.line.SoldLine.Sale;
import dev.quittance.auditor.source.LineRecord.Outcome;
import dev.quittance.auditor.source.LineSource.Lane;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Bytes32;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each receipt with an amount that the log accepted is one that the settlement of its order counts,
 * or the audit names it; and nothing that befalls an honest line is taken for the contrary.
 */
class SalesLawsTest {
  private static final int SEEDS = 60;
  private static final int ALL = Integer.MAX_VALUE;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, SEEDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatBefallsHonestStagesIsNoFailure(long seed) throws Exception {
    SoldLine line = new SoldLine(seed);
    line.run(8, ALL, true);

    assertThat(failures(line.found())).isEmpty();
    assertThat(line.accepted()).isPositive().isEqualTo(line.settled());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void norIsItBeforeTheDeadLettersArePutBack(long seed) throws Exception {
    SoldLine line = new SoldLine(seed);
    line.run(8, ALL, false);
    assertThat(failures(line.found())).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void norIsItWhereACopyEndsAmongTheRecordsOfOrders(long seed) throws Exception {
    SoldLine line = new SoldLine(seed);
    line.run(8, new Random(seed).nextInt(80), true);
    assertThat(failures(line.found(Long.MIN_VALUE))).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anOrderAsAWholeIsNeverSold(long seed) throws Exception {
    SoldLine line = ended(seed);
    Sale known = line.sold();
    line.finish(known);
    Random random = new Random(seed);
    Bytes32 orderId = random.nextBoolean() ? known.orderId() : known.orderHash();
    long execution =
        line.execute(
            line.ofOrder(
                orderId,
                Bytes32.ZERO,
                Verdict.COMPLETED,
                BigInteger.valueOf(1 + random.nextInt(1000)),
                known.orderedAt(),
                "",
                "acme"));
    long receipt = line.prove(Proving.WHOLE);

    assertThat(line.accepted()).isGreaterThan(line.settled());
    assertFailed(line.found(), FindingCode.L5_EXECUTION_UNPLANNED, Lane.EXECUTIONS, execution);
    assertFailed(line.found(), FindingCode.L5_RECEIPT_NOT_SETTLED, Lane.RECEIPTS, receipt);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aStepIsPaidOnceWhateverIsSaidToBeADeadLetter(long seed) throws Exception {
    SoldLine line = ended(seed);
    Sale sale = line.sold();
    long first = line.of(Lane.EXECUTIONS).getLast().offset();
    Outcome done = (Outcome) line.of(Lane.EXECUTIONS).getLast().content();
    boolean isNamed = new Random(seed).nextBoolean();
    line.proveAll();
    line.execute(line.failed(sale.orderId(), isNamed ? Lane.EXECUTIONS : Lane.PLANS, first));
    line.proveAll();
    long again = line.execute(done);
    long receipt = line.prove(Proving.WHOLE);
    line.finish(sale);

    assertThat(line.accepted()).isGreaterThan(line.settled());
    assertFailed(line.found(), FindingCode.L5_RECEIPT_NOT_SETTLED, Lane.RECEIPTS, receipt);
    if (!isNamed) {
      assertFailed(line.found(), FindingCode.L5_EXECUTION_REPEATED, Lane.EXECUTIONS, again);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aDeadLetterOfAnotherRecordExcusesNoReceiptThatIsLeftOut(long seed) throws Exception {
    SoldLine line = ended(seed);
    Sale sale = line.sold();
    long execution = line.of(Lane.EXECUTIONS).getLast().offset();
    line.prove(Proving.DROPPED);
    line.execute(line.failed(sale.orderId(), Lane.PLANS, line.of(Lane.PLANS).getLast().offset()));
    line.finish(sale);

    assertFailed(line.found(), FindingCode.L5_RECEIPT_MISSING, Lane.EXECUTIONS, execution);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aReceiptThatTheLogRefusedIsNone(long seed) throws Exception {
    SoldLine line = ended(seed);
    Sale sale = line.sold();
    long execution = line.of(Lane.EXECUTIONS).getLast().offset();
    line.prove(Proving.REFUSED);
    line.finish(sale);

    assertThat(line.accepted()).isLessThan(line.settled());
    assertFailed(line.found(), FindingCode.L5_RECEIPT_MISSING, Lane.EXECUTIONS, execution);
    assertThat(failures(line.found()))
        .anyMatch(finding -> finding.code() == FindingCode.L5_SETTLEMENT_DIFFERS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatALineTakesInAndSettlesIsTheSameOrTheAuditFails(long seed) throws Exception {
    SoldLine line = ended(seed);
    Random random = new Random(seed);
    for (int i = 0; i < 3; i++) {
      Sale sale = line.sold();
      Outcome done = (Outcome) line.of(Lane.EXECUTIONS).getLast().content();
      switch (random.nextInt(5)) {
        case 0 -> line.prove(Proving.DROPPED);
        case 1 -> line.prove(Proving.REFUSED);
        case 2 -> line.execute(done);
        case 3 -> {
          line.prove(Proving.PASSED_BY);
          line.execute(done);
          line.proveAll();
          line.execute(done);
        }
        default -> line.prove(Proving.WHOLE);
      }
      if (random.nextBoolean()) {
        line.execute(
            line.failed(
                sale.orderId(), Lane.EXECUTIONS, line.of(Lane.EXECUTIONS).getLast().offset()));
      }
      line.finish(sale);
    }

    if (failures(line.found()).isEmpty()) {
      assertThat(line.accepted()).isEqualTo(line.settled());
    }
  }

  private static SoldLine ended(long seed) {
    SoldLine line = new SoldLine(seed);
    line.run(3, ALL, true);
    return line;
  }

  private static List<Finding> failures(List<Finding> found) {
    return found.stream().filter(finding -> finding.severity() == Severity.FAIL).toList();
  }

  private static void assertFailed(List<Finding> found, FindingCode code, Lane lane, long offset) {
    assertThat(failures(found))
        .anyMatch(finding ->
            finding.code() == code
                && finding.place().equals(Place.record(lane.topic(), 0, offset)));
  }
}
