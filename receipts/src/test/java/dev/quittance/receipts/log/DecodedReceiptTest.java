package dev.quittance.receipts.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.RandomValues;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.SigningKey;
import java.math.BigInteger;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is malformed although it decodes, and what a sampled check of signatures believes. */
class DecodedReceiptTest {

  private static final RandomValues VALUES = new RandomValues(1);
  private static final SigningKey AGENT = RandomLog.SIGNATURES.key(VALUES.bytes32());
  private static final LogIdentity LOG =
      new LogIdentity(
          "log.example",
          1,
          0,
          new UUID(0, 0),
          VALUES.bytes32(),
          new ReceiptDomain(BigInteger.ONE, VALUES.address()),
          VALUES.address());
  private static final DecodedReceipt GOOD = signed(AGENT);

  private static DecodedReceipt signed(SigningKey signer) {
    Receipt receipt =
        VALUES.receipt(AGENT.address(), VALUES.address(), VALUES.address(), VALUES.address(), 0, 1);
    return DecodedReceipt.of(
        new SignedReceipt(
            receipt, RandomLog.SIGNATURES.sign(ReceiptDigest.of(LOG.domain(), receipt), signer)));
  }

  private static DecodedReceipt with(
      Bytes orderId, Bytes agent, BigInteger amount, int verdict, long time, long lane, long seq) {
    return new DecodedReceipt(
        orderId,
        GOOD.stepId(),
        agent,
        GOOD.buyer(),
        GOOD.asset(),
        amount,
        GOOD.fee(),
        GOOD.feeRecipient(),
        verdict,
        GOOD.orderHash(),
        GOOD.planHash(),
        GOOD.inputHash(),
        GOOD.outputHash(),
        GOOD.proofHash(),
        GOOD.detailsRoot(),
        time,
        lane,
        seq,
        GOOD.signature());
  }

  private static DecodedReceipt withSignature(Bytes signature) {
    return new DecodedReceipt(
        GOOD.orderId(),
        GOOD.stepId(),
        GOOD.agent(),
        GOOD.buyer(),
        GOOD.asset(),
        GOOD.amount(),
        GOOD.fee(),
        GOOD.feeRecipient(),
        GOOD.verdict(),
        GOOD.orderHash(),
        GOOD.planHash(),
        GOOD.inputHash(),
        GOOD.outputHash(),
        GOOD.proofHash(),
        GOOD.detailsRoot(),
        GOOD.completedAt(),
        GOOD.lane(),
        GOOD.seq(),
        signature);
  }

  private static Entry entry(Decoded decoded, SignatureCheck check) {
    return new PartitionLog(LOG, 0, new InMemoryPartitionStore(), RandomLog.SIGNATURES, check)
        .append(LogRecord.of(0, 0, Bytes.EMPTY, decoded))
        .entry();
  }

  private static Entry entry(Decoded decoded) {
    return entry(decoded, SignatureCheck.always(RandomLog.SIGNATURES));
  }

  static Stream<Decoded> malformed() {
    Bytes id = GOOD.orderId();
    Bytes agent = GOOD.agent();
    BigInteger amount = GOOD.amount();
    return Stream.of(
        new Malformed(),
        with(VALUES.bytes(31), agent, amount, 1, 0, 0, 1),
        with(id, VALUES.bytes(21), amount, 1, 0, 0, 1),
        with(id, agent, BigInteger.ONE.negate(), 1, 0, 0, 1),
        with(id, agent, BigInteger.ONE.shiftLeft(256), 1, 0, 0, 1),
        with(id, agent, amount, 0, 0, 0, 1),
        with(id, agent, amount, 7, 0, 0, 1),
        with(id, agent, amount, 1, Long.MIN_VALUE, 0, 1),
        with(id, agent, amount, 1, 0, -1, 1),
        with(id, agent, amount, 1, 0, 0, -1),
        withSignature(VALUES.bytes(64)),
        withSignature(VALUES.bytes(66)),
        new DecodedClose(VALUES.bytes(31), 0, 0, 1, 0, 1, VALUES.bytes(65)),
        new DecodedClose(VALUES.bytes(32), 0, 0, 1, 0, 1, VALUES.bytes(64)),
        new DecodedClose(VALUES.bytes(32), -1, 0, 1, 0, 1, VALUES.bytes(65)));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformedRecordsAreRefusedWithoutDigest(Decoded decoded) {
    Entry entry = entry(decoded);
    assertThat(entry.reason()).isEqualTo(Reason.MALFORMED);
    assertThat(entry.receiptDigest().isZero()).isTrue();
  }

  @Test
  void aGoodReceiptIsAccepted() {
    assertThat(entry(GOOD).kind()).isEqualTo(EntryKind.ACCEPTED);
  }

  @Test
  void aSampledCheckBelievesWhatItDoesNotRecover() {
    DecodedReceipt forged = signed(RandomLog.SIGNATURES.key(VALUES.bytes32()));
    SignatureCheck all = SignatureCheck.sampled(RandomLog.SIGNATURES, 1);
    SignatureCheck hardlyAny = SignatureCheck.sampled(RandomLog.SIGNATURES, Integer.MAX_VALUE);

    assertThat(entry(forged, all).reason()).isEqualTo(Reason.BAD_SIGNATURE);
    assertThat(entry(forged, hardlyAny).kind()).isEqualTo(EntryKind.ACCEPTED);
    assertThat(entry(withSignature(VALUES.bytes(65)), hardlyAny).reason())
        .isEqualTo(Reason.BAD_SIGNATURE);
  }
}
