package dev.quittance.auditor.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.FakeLog;
import dev.quittance.auditor.RandomLogs;
import dev.quittance.auditor.verify.Verify;
import dev.quittance.receipts.bundle.Trust;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.DecodedReceipt;
import dev.quittance.receipts.log.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProveTest {

  private final RandomLogs random = new RandomLogs(11, 2);
  private final FakeLog log = random.log(2);

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 5);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyReceiptOfAClosedPeriodIsProven(long seed) {
    FakeLog any = new RandomLogs(seed, 3).log(2);
    Trust trust = any.trust();
    for (List<FakeLog.Raw> partition : any.partitions) {
      Bytes32 orderId = orderIds(any, partition).getFirst();
      ProveResult result = Prove.bundle(any, orderId, Optional.of(0));
      assertThat(result).isInstanceOf(ProveResult.Proven.class);
      String bundle = ((ProveResult.Proven) result).bundle();
      assertThat(Verify.with(any.chain()).verify("b", bundle, Optional.of(trust)).exitCode())
          .as("seed %d", seed)
          .isZero();
    }
  }

  @Test
  void anUnknownOrderIsNotFound() {
    assertThat(Prove.bundle(log, Bytes32.ZERO, Optional.empty()))
        .isEqualTo(new ProveResult.NotFound(Prove.partitionOf(Bytes32.ZERO, 2)));
  }

  @Test
  void aReceiptOfTheOpenPeriodHasToWait() {
    Bytes32 last = orderIds(log, log.partitions.getFirst()).getLast();
    assertThat(Prove.bundle(log, last, Optional.empty())).isEqualTo(new ProveResult.PeriodOpen(2));
  }

  @Test
  void aPeriodWithoutACheckpointHasToWait() {
    Bytes32 first = orderIds(log, log.partitions.getFirst()).getFirst();
    log.anchors.clear();
    assertThat(Prove.bundle(log, first, Optional.empty()))
        .isEqualTo(new ProveResult.NotAnchoredYet(0));
  }

  @Test
  void aRefusedReceiptIsNamed() {
    FakeLog.Raw first = log.partitions.getFirst().getFirst();
    Bytes32 orderId = orderIds(log, List.of(first)).getFirst();
    byte[] value = first.value().toByteArray();
    value[value.length - 2] ^= 3;
    log.partitions
        .getFirst()
        .set(0, new FakeLog.Raw(first.offset(), first.appendTime(), Bytes.wrap(value)));
    assertThat(Prove.bundle(log, orderId, Optional.empty()))
        .isEqualTo(new ProveResult.NotAccepted(List.of(Reason.BAD_SIGNATURE)));
  }

  @Test
  void aCheckpointOverOtherRecordsIsNoProof() {
    Bytes32 last = orderIds(log, log.partitions.getFirst()).getFirst();
    log.partitions.getLast().removeFirst();
    assertThat(Prove.bundle(log, last, Optional.empty()))
        .isInstanceOf(ProveResult.LogDiffers.class);
  }

  @Test
  void theWrongStepGivesTheChoices() {
    Bytes32 first = orderIds(log, log.partitions.getFirst()).getFirst();
    ProveResult result = Prove.bundle(log, first, Optional.of(5));
    assertThat(result).isInstanceOf(ProveResult.ChooseStep.class);
    assertThat(((ProveResult.ChooseStep) result).choices())
        .singleElement()
        .extracting(Choice::stepIndex)
        .isEqualTo(Optional.of(0));
  }

  private static List<Bytes32> orderIds(FakeLog log, List<FakeLog.Raw> partition) {
    return partition.stream()
        .map(log::decoded)
        .filter(DecodedReceipt.class::isInstance)
        .map(decoded -> Bytes32.copyOf(((DecodedReceipt) decoded).orderId()))
        .toList();
  }
}
