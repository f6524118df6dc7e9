package dev.quittance.explorer.avro;

import dev.quittance.explorer.avro.DocumentFields.StepFields;
import dev.quittance.explorer.domain.OrderEvent;
import dev.quittance.explorer.domain.OrderEvent.PlannedStep;
import dev.quittance.explorer.fold.ViewFold;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Plan;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.AnchorFinal;
import dev.quittance.schemas.avro.Credit;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.HeadClosed;
import dev.quittance.schemas.avro.OrderAccepted;
import dev.quittance.schemas.avro.OrderSettled;
import dev.quittance.schemas.avro.OrderSubmitted;
import dev.quittance.schemas.avro.PayloadStored;
import dev.quittance.schemas.avro.PlanMade;
import java.math.BigInteger;

/** Tells a fold what records say. Documents without the members that a view shows say nothing. */
public final class TopicEvents {
  private TopicEvents() {}

  /** A request. */
  public static void requested(ViewFold fold, OrderSubmitted submitted, long atMs) {
    fold.order(
        AvroValues.hex(submitted.getOrderId()),
        new OrderEvent.Requested(submitted.getTenant(), atMs));
  }

  /** An accepted order. */
  public static void accepted(ViewFold fold, OrderAccepted accepted, long atMs) {
    DocumentFields.order(AvroValues.bytes(accepted.getOrder()))
        .ifPresent(order ->
            fold.order(
                AvroValues.hex(accepted.getOrderId()),
                new OrderEvent.Accepted(
                    accepted.getTenant(),
                    AvroValues.hex(accepted.getBuyer()),
                    order.asset(),
                    order.budget(),
                    order.deadline(),
                    order.services(),
                    atMs)));
  }

  /** A plan. */
  public static void planned(ViewFold fold, PlanMade made, long atMs) {
    Hash32 planHash = Hash32.of(made.getPlanHash().bytes());
    DocumentFields.plan(AvroValues.bytes(made.getPlan()))
        .ifPresent(plan ->
            fold.order(
                AvroValues.hex(made.getOrderId()),
                new OrderEvent.Planned(
                    planHash.hex(),
                    plan.total(),
                    plan.steps().stream().map(step -> planned(planHash, step)).toList(),
                    atMs),
                () ->
                    DocumentFields.order(AvroValues.bytes(made.getOrder()))
                        .map(DocumentFields.OrderFields::tenant)));
  }

  private static PlannedStep planned(Hash32 planHash, StepFields step) {
    return new PlannedStep(
        Plan.stepId(planHash, step.index()).hex(),
        step.index(),
        step.name(),
        step.service(),
        step.agentId(),
        step.price(),
        step.fee());
  }

  /** An outcome. */
  public static void executed(ViewFold fold, Execution execution, long atMs) {
    fold.order(
        AvroValues.hex(execution.getOrderId()),
        new OrderEvent.Executed(
            AvroValues.hex(execution.getStepId()),
            execution.getStepIndex(),
            AvroValues.hex(execution.getAgent()),
            execution.getVerdict(),
            execution.getCode(),
            execution.getMessage(),
            AvroValues.hex(execution.getOutputHash()),
            execution.getExecutor(),
            execution.getTenant(),
            execution.getService(),
            atMs));
  }

  /** A payload; what its hash is, its bytes say. */
  public static void stored(ViewFold fold, PayloadStored stored) {
    byte[] payload = AvroValues.bytes(stored.getPayload());
    fold.payload(Sha256.hash(payload).toByteArray(), payload);
  }

  /** A receipt whose signature holds. */
  public static void proven(
      ViewFold fold, SignedReceipt signed, int partition, long offset, long atMs) {
    Receipt receipt = signed.receipt();
    fold.order(
        receipt.orderId().toString(),
        new OrderEvent.Proven(
            receipt.stepId().toString(),
            receipt.agent().toString(),
            partition,
            offset,
            receipt.seq(),
            atMs));
  }

  /** A settlement. */
  public static void settled(ViewFold fold, OrderSettled settled, long atMs) {
    BigInteger credits =
        settled.getCredits().stream()
            .map(Credit::getAmount)
            .map(AvroValues::integer)
            .reduce(BigInteger.ZERO, BigInteger::add);
    fold.order(
        AvroValues.hex(settled.getOrderId()),
        new OrderEvent.Settled(
            settled.getTenant(),
            settled.getVerdict(),
            settled.getSteps(),
            credits,
            AvroValues.integer(settled.getFees()),
            AvroValues.integer(settled.getRefunded()),
            atMs));
  }

  /** A closed head. */
  public static void closed(ViewFold fold, HeadClosed closed) {
    PartitionHead.decode(Bytes.wrap(AvroValues.bytes(closed.getHead())))
        .ifPresent(head ->
            fold.head(
                closed.getSeq(), closed.getPartition(), head.startOffset(), head.endOffset()));
  }

  /** A final anchor. */
  public static void anchored(ViewFold fold, AnchorFinal anchored) {
    fold.anchored(anchored.getSeq(), AvroValues.hex(anchored.getTxHash()));
  }
}
