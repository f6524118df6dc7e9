package dev.quittance.auditor.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.quittance.auditor.Finding;
import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.Place;
import dev.quittance.auditor.RandomLogs;
import dev.quittance.auditor.Severity;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.auditor.source.LineSource;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.SigningKey;
import dev.quittance.receipts.log.Acknowledgement;
import dev.quittance.receipts.log.DecodedReceipt;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A promise of a receipt is kept, or its breach is named where it was given. */
class PromisesTest {
  private static final long ACCEPTED_AT = 1_767_571_200_000L;
  private static final long DELAY = 60_000;
  private static final long DEADLINE = ACCEPTED_AT + DELAY;

  private final RandomLogs random = new RandomLogs(1, 1);
  private final SigningKey house = RandomLogs.SIGNATURES.key(random.bytes32());
  private final SigningKey agent = RandomLogs.SIGNATURES.key(random.bytes32());
  private final Bytes32 orderId = random.bytes32();
  private final Receipt receipt = random.receipt(agent, orderId, 0, 1);
  private final Line line = new Line();

  @Test
  void aReceiptInTimeKeepsIt() throws Exception {
    line.promise(orderId, receipt.orderHash(), ACCEPTED_AT, house);
    line.receipt(receipt, DEADLINE, agent);
    assertThat(found(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void aReceiptThatCameTooLateBreaksIt() throws Exception {
    long place = line.promise(orderId, receipt.orderHash(), ACCEPTED_AT, house);
    line.receipt(receipt, DEADLINE + 7, agent);
    assertBroken(found(Long.MIN_VALUE), place, "came 7 ms late");
  }

  @Test
  void theFirstReceiptCounts() throws Exception {
    line.promise(orderId, receipt.orderHash(), ACCEPTED_AT, house);
    line.receipt(receipt, DEADLINE - 1, agent);
    line.receipt(receipt, DEADLINE + 7, agent);
    assertThat(found(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void aReceiptThatWasDroppedBreaksItOnceTheLogIsKnownBeyondTheDeadline() throws Exception {
    long place = line.promise(orderId, receipt.orderHash(), ACCEPTED_AT, house);
    line.order(orderId, receipt.orderHash(), ACCEPTED_AT + 5);

    assertThat(found(DEADLINE)).isEmpty();
    assertBroken(found(DEADLINE + 1), place, "no receipt of order " + orderId);
  }

  @Test
  void aReceiptThatTheLogRefusedDoesNotKeepIt() throws Exception {
    long place = line.promise(orderId, receipt.orderHash(), ACCEPTED_AT, house);
    line.refused.add(line.receipt(receipt, ACCEPTED_AT + 9, agent));
    assertBroken(found(Long.MAX_VALUE), place, "no receipt of order");
  }

  @Test
  void aReceiptOfOtherContentDoesNotKeepIt() throws Exception {
    long place = line.promise(orderId, random.bytes32(), ACCEPTED_AT, house);
    line.receipt(receipt, ACCEPTED_AT + 9, agent);
    assertBroken(found(Long.MAX_VALUE), place, "no receipt of order");
  }

  @Test
  void aReceiptOfTheOrderWithoutContentKeepsIt() throws Exception {
    line.promise(orderId, random.bytes32(), ACCEPTED_AT, house);
    line.receipt(withOrderHash(receipt, Bytes32.ZERO), ACCEPTED_AT + 9, agent);
    assertThat(found(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void aRefusalUnderAnotherIdInAnotherPartitionKeepsIt() throws Exception {
    long place = line.promise(orderId, receipt.orderHash(), ACCEPTED_AT, house);
    Line other = new Line();
    other.receipt(random.receipt(agent, random.bytes32(), 0, 1), ACCEPTED_AT + 9, agent);
    assertBroken(found(Long.MAX_VALUE, line, other), place, "no receipt of order");

    Receipt refusal = random.receipt(agent, random.bytes32(), 0, 2);
    other.receipt(withOrderHash(refusal, receipt.orderHash()), DEADLINE, agent);
    assertThat(found(Long.MAX_VALUE, line, other)).isEmpty();
  }

  @Test
  void aSignatureOfAnotherOrOverOtherWordsIsNamed() throws Exception {
    long forged = line.promise(orderId, receipt.orderHash(), ACCEPTED_AT, agent, house.address());
    long changed =
        line.add(
            LineSource.Lane.ACKNOWLEDGEMENTS,
            ACCEPTED_AT,
            orderId,
            line.promised(orderId, receipt.orderHash(), DELAY + 1, house, house.address()));
    line.receipt(receipt, DEADLINE, agent);

    assertThat(found(Long.MAX_VALUE))
        .allMatch(finding -> finding.code() == FindingCode.L5_ACKNOWLEDGEMENT_NOT_SIGNED)
        .extracting(Finding::place)
        .containsExactly(
            Place.record("acknowledgements", 0, forged),
            Place.record("acknowledgements", 0, changed));
  }

  @Test
  void oneThatIsSignedByAnotherThanWhoSignsRefusalsIsNamed() throws Exception {
    long place = line.promise(orderId, receipt.orderHash(), ACCEPTED_AT, agent);
    line.receipt(withoutStep(receipt, house), ACCEPTED_AT + 9, house);
    assertThat(found(Long.MAX_VALUE))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.L5_ACKNOWLEDGEMENT_NOT_SIGNED);
          assertThat(finding.place()).isEqualTo(Place.record("acknowledgements", 0, place));
          assertThat(finding.message()).contains(house.address().toString());
        });
  }

  @Test
  void aRequestThatIsRepeatedWhenTheOrderIsDoneWithIsKeptByIt() throws Exception {
    line.promise(orderId, receipt.orderHash(), ACCEPTED_AT, house);
    Receipt refusal = withoutStep(receipt, house);
    line.outcome(refusal, ACCEPTED_AT + 8);
    line.receipt(refusal, ACCEPTED_AT + 9, house);
    line.settled(refusal, ACCEPTED_AT + 10);
    line.promise(orderId, receipt.orderHash(), ACCEPTED_AT + 40_000, house);
    assertThat(found(Long.MAX_VALUE)).isEmpty();

    long place = line.promise(orderId, random.bytes32(), ACCEPTED_AT + 50_000, house);
    assertBroken(found(Long.MAX_VALUE), place, "no receipt of order");
  }

  @Test
  void anOrderWithoutOneIsNotedWhereOrdersBeforeItHaveOne() throws Exception {
    line.order(random.bytes32(), random.bytes32(), ACCEPTED_AT - 9);
    line.promise(orderId, receipt.orderHash(), ACCEPTED_AT, house);
    line.order(orderId, receipt.orderHash(), ACCEPTED_AT);
    line.receipt(receipt, ACCEPTED_AT + 9, agent);
    long place = line.order(random.bytes32(), random.bytes32(), ACCEPTED_AT + 20);

    assertThat(found(Long.MAX_VALUE))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.L5_ACKNOWLEDGEMENT_MISSING);
          assertThat(finding.severity()).isEqualTo(Severity.NOTE);
          assertThat(finding.place()).isEqualTo(Place.record("orders", 0, place));
        });
  }

  @Test
  void aPromiseAloneIsNoOrderAndItsPlaceAndTimeAreHeldAgainstIt() throws Exception {
    long early = line.promise(orderId, receipt.orderHash(), ACCEPTED_AT, house);
    long moved =
        line.add(
            LineSource.Lane.ACKNOWLEDGEMENTS,
            ACCEPTED_AT - 3_600_000,
            random.bytes32(),
            line.promised(orderId, receipt.orderHash(), DELAY, house, house.address()));
    LaneAudit.Result result = line.audit();

    assertThat(result.orders()).isZero();
    assertThat(result.promises().unkept()).hasSize(2);
    assertThat(result.findings())
        .extracting(Finding::code, Finding::place)
        .containsExactlyInAnyOrder(
            tuple(FindingCode.L5_WRONG_KEY, Place.record("acknowledgements", 0, moved)),
            tuple(FindingCode.L5_APPENDED_OUT_OF_TIME, Place.record("acknowledgements", 0, moved)));
    assertThat(moved).isNotEqualTo(early);
  }

  private static void assertBroken(List<Finding> findings, long offset, String message) {
    assertThat(findings)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.L5_ACKNOWLEDGEMENT_BROKEN);
          assertThat(finding.severity()).isEqualTo(Severity.FAIL);
          assertThat(finding.place()).isEqualTo(Place.record("acknowledgements", 0, offset));
          assertThat(finding.message()).contains(message);
        });
  }

  private List<Finding> found(long knownUntil, Line... lines) throws Exception {
    List<Promises> promises = new ArrayList<>();
    List<Finding> found = new ArrayList<>();
    for (Line one : lines.length == 0 ? new Line[] {line} : lines) {
      LaneAudit.Result result = one.audit();
      found.addAll(result.findings());
      promises.add(result.promises());
    }
    found.addAll(Promises.judge(promises, knownUntil));
    return found.stream()
        .filter(finding -> finding.code().name().startsWith("L5_ACKNOWLEDGEMENT"))
        .toList();
  }

  private static Receipt withOrderHash(Receipt of, Bytes32 orderHash) {
    return with(of, of.stepId(), of.agent(), orderHash);
  }

  private static Receipt withoutStep(Receipt of, SigningKey signer) {
    return with(of, Bytes32.ZERO, signer.address(), of.orderHash());
  }

  private static Receipt with(Receipt of, Bytes32 stepId, Address agent, Bytes32 orderHash) {
    return new Receipt(
        of.orderId(),
        stepId,
        agent,
        of.buyer(),
        of.asset(),
        of.amount(),
        of.fee(),
        of.feeRecipient(),
        of.verdict(),
        orderHash,
        of.planHash(),
        of.inputHash(),
        of.outputHash(),
        of.proofHash(),
        of.detailsRoot(),
        of.completedAt(),
        of.lane(),
        of.seq());
  }

  /** A line of one partition with promises. */
  private final class Line extends MemoryLine {
    LaneAudit.Result audit() throws Exception {
      return audit(random.identity.domain(), Long.MIN_VALUE);
    }

    long promise(Bytes32 id, Bytes32 hash, long acceptedAt, SigningKey signer) {
      return promise(id, hash, acceptedAt, signer, signer.address());
    }

    long promise(Bytes32 id, Bytes32 hash, long acceptedAt, SigningKey signer, Address named) {
      Acknowledgement promise = new Acknowledgement(id, hash, acceptedAt, DELAY);
      return add(Lane.ACKNOWLEDGEMENTS, acceptedAt + 2, id, record(promise, DELAY, signer, named));
    }

    /** A promise of another delay than the one that was signed, if it is another. */
    LineRecord.OrderPromised promised(
        Bytes32 id, Bytes32 hash, long delay, SigningKey signer, Address named) {
      return record(new Acknowledgement(id, hash, ACCEPTED_AT, DELAY), delay, signer, named);
    }

    private LineRecord.OrderPromised record(
        Acknowledgement promise, long delay, SigningKey signer, Address named) {
      Bytes signature =
          RandomLogs.SIGNATURES.sign(promise.digest(random.identity.domain()), signer).toBytes();
      return new LineRecord.OrderPromised(
          promise.orderId(), promise.orderHash(), promise.acceptedAt(), delay, named, signature);
    }

    long order(Bytes32 id, Bytes32 hash, long time) {
      return add(
          Lane.ORDERS,
          time,
          id,
          new LineRecord.OrderTaken(id, "acme", agent.address(), Bytes.EMPTY, hash));
    }

    long receipt(Receipt receipt, long time, SigningKey signer) {
      return add(
          Lane.RECEIPTS,
          time,
          receipt.orderId(),
          new LineRecord.OfLog(DecodedReceipt.of(random.signed(receipt, signer)), true));
    }

    void outcome(Receipt of, long time) {
      add(
          Lane.EXECUTIONS,
          time,
          of.orderId(),
          new LineRecord.Outcome(
              of.orderId(),
              of.stepId(),
              -1,
              of.agent(),
              of.buyer(),
              of.asset(),
              of.amount(),
              of.fee(),
              of.feeRecipient(),
              of.verdict().code(),
              of.orderHash(),
              Bytes32.ZERO,
              of.inputHash(),
              of.outputHash(),
              of.completedAt(),
              "",
              "",
              "acme",
              "",
              ""));
    }

    void settled(Receipt of, long time) {
      add(
          Lane.SETTLEMENTS,
          time,
          of.orderId(),
          new LineRecord.Settled(
              of.orderId(),
              "acme",
              of.buyer(),
              of.asset(),
              of.verdict().code(),
              1,
              1,
              BigInteger.ZERO,
              new TreeMap<>(),
              BigInteger.ZERO,
              BigInteger.ZERO,
              time));
    }
  }
}
