package dev.quittance.ingest.avro;

import dev.quittance.ingest.OrderPromises;
import dev.quittance.ingest.domain.IntakeDecision;
import dev.quittance.ingest.domain.Submission;
import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.Acknowledgement;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.AcknowledgementsRecord;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.ExecutionsRecord;
import dev.quittance.schemas.avro.OrderAccepted;
import dev.quittance.schemas.avro.OrderAcknowledged;
import dev.quittance.schemas.avro.OrderRequestsRecord;
import dev.quittance.schemas.avro.OrderSubmitted;
import dev.quittance.schemas.avro.OrdersRecord;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/** Between submissions, decisions and their records. */
public final class IntakeMapping {
  private static final int NO_STEP = -1;

  private IntakeMapping() {}

  /** What a record says was submitted. Its request id follows from the rest and is not read. */
  public static Submission submission(OrderSubmitted submitted) {
    return Submission.of(
        Hash32.of(submitted.getOrderId().bytes()),
        submitted.getTenant(),
        submitted.getSource(),
        submitted.getSourceId(),
        Bytes.wrap(AvroValues.bytes(submitted.getOrder())),
        submitted.getSubmittedAt());
  }

  /** The record of a submission. */
  public static OrderRequestsRecord record(Submission submission) {
    return new OrderRequestsRecord(
        new OrderSubmitted(
            AvroValues.hash32(submission.orderId().bytes()),
            AvroValues.hash32(submission.requestId().bytes()),
            submission.tenant(),
            submission.source(),
            submission.sourceId(),
            submission.order().asBuffer(),
            submission.submittedAtMs()));
  }

  /** The record of an accepted order. */
  public static OrdersRecord record(IntakeDecision.Accepted accepted) {
    return new OrdersRecord(
        new OrderAccepted(
            AvroValues.hash32(accepted.orderId().bytes()),
            accepted.tenant(),
            AvroValues.address20(accepted.buyer()),
            ByteBuffer.wrap(accepted.order().toByteArray()),
            AvroValues.hash32(accepted.orderHash().bytes())));
  }

  /**
   * The record of a refusal.
   *
   * @param houseAgent signs for what no agent worked on
   * @param appendTimeMs the value date
   */
  public static ExecutionsRecord record(
      IntakeDecision.Refused refused, Address houseAgent, long appendTimeMs) {
    return new ExecutionsRecord(
        new Execution(
            AvroValues.hash32(refused.id().bytes()),
            AvroValues.noHash(),
            NO_STEP,
            0,
            AvroValues.address20(houseAgent.toByteArray()),
            AvroValues.address20(refused.buyer()),
            AvroValues.address20(refused.asset()),
            AvroValues.uint256(BigInteger.ZERO),
            AvroValues.uint256(BigInteger.ZERO),
            AvroValues.address20(new byte[20]),
            Verdict.REJECTED.code(),
            AvroValues.hash32(refused.orderHash().bytes()),
            AvroValues.noHash(),
            AvroValues.noHash(),
            AvroValues.noHash(),
            appendTimeMs,
            refused.code().code(),
            refused.message(),
            refused.tenant(),
            "",
            "",
            null));
  }

  /** The record of a promise. */
  public static AcknowledgementsRecord record(OrderPromises.Promise promise, Address signer) {
    Acknowledgement acknowledgement = promise.acknowledgement();
    return new AcknowledgementsRecord(
        new OrderAcknowledged(
            AvroValues.hash32(acknowledgement.orderId().toByteArray()),
            AvroValues.hash32(acknowledgement.orderHash().toByteArray()),
            acknowledgement.acceptedAt(),
            acknowledgement.maxMergeDelayMs(),
            AvroValues.address20(signer.toByteArray()),
            ByteBuffer.wrap(promise.signature().toBytes().toByteArray())));
  }
}
