package dev.quittance.receipts.log;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides what a record is to the log: a pure function of the record and the partition's state, in
 * the fixed order of the format (malformed, period close, amounts, lane, signature, sequence).
 */
final class Classifier {

  private final LogIdentity log;
  private final Bytes32 logId;
  private final SignatureCheck signatures;
  private final SignatureCheck closeSignatures;

  Classifier(LogIdentity log, SignatureCheck signatures, SignatureCheck closeSignatures) {
    this.log = log;
    this.logId = log.logId();
    this.signatures = signatures;
    this.closeSignatures = closeSignatures;
  }

  Classification classify(
      LogRecord record, PartitionState state, Function<Address, Optional<AgentState>> agents) {
    return switch (record.decoded()) {
      case Malformed() -> malformed();
      case DecodedReceipt receipt ->
          receipt
              .wellFormed()
              .map(signed -> receipt(signed, state.partition(), agents))
              .orElseGet(Classifier::malformed);
      case DecodedClose close ->
          close
              .wellFormed()
              .map(signed -> close(signed, state, record.appendTime()))
              .orElseGet(Classifier::malformed);
    };
  }

  private static Classification malformed() {
    return new Classification.Refused(Reason.MALFORMED, Bytes32.ZERO);
  }

  private Classification close(SignedPeriodClose signed, PartitionState state, long appendTime) {
    return isValidClose(signed, state, appendTime)
        ? new Classification.Closed(signed.close())
        : new Classification.Refused(Reason.INVALID_PERIOD_CLOSE, Bytes32.ZERO);
  }

  private boolean isValidClose(SignedPeriodClose signed, PartitionState state, long appendTime) {
    PeriodClose close = signed.close();
    boolean follows = state.openPeriod() == 0 || close.periodStart() == state.previousEnd();
    return close.logId().equals(logId)
        && close.partitionCount() == log.partitionCount()
        && close.partition() == state.partition()
        && close.seq() == state.openPeriod()
        && follows
        && Long.compareUnsigned(close.periodEnd(), close.periodStart()) > 0
        // The same as appendTime ≥ periodEnd · 1000, without overflow.
        && Long.compareUnsigned(close.periodEnd(), appendTime / 1000) <= 0
        && closeSignatures.isSignedBy(close.digest(), signed.signature(), log.operator());
  }

  private Classification receipt(
      SignedReceipt signed, int partition, Function<Address, Optional<AgentState>> agents) {
    Receipt receipt = signed.receipt();
    Bytes32 digest = ReceiptDigest.of(log.domain(), receipt);
    if (!receipt.hasValidAmounts()) {
      return new Classification.Refused(Reason.BAD_AMOUNTS, digest);
    }
    if (receipt.lane() != partition) {
      return new Classification.Refused(Reason.WRONG_LANE, digest);
    }
    if (!signatures.isSignedBy(digest, signed.signature(), receipt.agent())) {
      return new Classification.Refused(Reason.BAD_SIGNATURE, digest);
    }
    return sequence(signed, digest, agents.apply(receipt.agent()));
  }

  private static Classification sequence(
      SignedReceipt signed, Bytes32 digest, Optional<AgentState> agent) {
    long seq = signed.receipt().seq();
    long last = agent.map(AgentState::lastSeq).orElse(0L);
    if (seq == 0 || seq > last + 1) {
      return new Classification.Refused(Reason.SEQUENCE_GAP, digest);
    }
    if (seq == last + 1) {
      return new Classification.Accepted(signed, digest);
    }
    // Older digests are not kept, so only a copy of the last number can be told from another.
    boolean equivocates =
        seq == last && agent.filter(known -> known.lastDigest().equals(digest)).isEmpty();
    return equivocates
        ? new Classification.Refused(Reason.EQUIVOCATION, digest)
        : new Classification.Duplicate(digest);
  }
}
