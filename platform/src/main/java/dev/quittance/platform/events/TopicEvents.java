package dev.quittance.platform.events;

import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Plan;
import dev.quittance.platform.events.DocumentFields.StepFields;
import dev.quittance.platform.events.OrderEvent.PlannedStep;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.Credit;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.OrderAccepted;
import dev.quittance.schemas.avro.OrderSettled;
import dev.quittance.schemas.avro.OrderSubmitted;
import dev.quittance.schemas.avro.PlanMade;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What records of the topics say of orders. Documents without the members that are shown say
 * nothing.
 */
public final class TopicEvents {
  private TopicEvents() {}

  /** Takes what a record says. */
  @FunctionalInterface
  public interface Sink {
    /**
     * An event of an order.
     *
     * @param owner the order's tenant as far as this record alone says it
     */
    void order(String orderId, OrderEvent event, Supplier<Optional<String>> owner);
  }

  /** A request. */
  public static void requested(Sink sink, OrderSubmitted submitted, long atMs) {
    sink.order(
        AvroValues.hex(submitted.getOrderId()),
        new OrderEvent.Requested(submitted.getTenant(), atMs),
        () -> named(submitted.getTenant()));
  }

  /** An accepted order. */
  public static void accepted(Sink sink, OrderAccepted accepted, long atMs) {
    DocumentFields.order(AvroValues.bytes(accepted.getOrder()))
        .ifPresent(order ->
            sink.order(
                AvroValues.hex(accepted.getOrderId()),
                new OrderEvent.Accepted(
                    accepted.getTenant(),
                    AvroValues.hex(accepted.getBuyer()),
                    order.asset(),
                    order.budget(),
                    order.deadline(),
                    order.services(),
                    atMs),
                () -> named(accepted.getTenant())));
  }

  /** A plan. */
  public static void planned(Sink sink, PlanMade made, long atMs) {
    Hash32 planHash = Hash32.of(made.getPlanHash().bytes());
    DocumentFields.plan(AvroValues.bytes(made.getPlan()))
        .ifPresent(plan ->
            sink.order(
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

  private static Optional<String> named(String tenant) {
    return tenant.isEmpty() ? Optional.empty() : Optional.of(tenant);
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
  public static void executed(Sink sink, Execution execution, long atMs) {
    sink.order(
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
            atMs),
        () -> named(execution.getTenant()));
  }

  /** A receipt whose signature holds. */
  public static void proven(
      Sink sink, SignedReceipt signed, int partition, long offset, long atMs) {
    Receipt receipt = signed.receipt();
    sink.order(
        receipt.orderId().toString(),
        new OrderEvent.Proven(
            receipt.stepId().toString(),
            receipt.agent().toString(),
            partition,
            offset,
            receipt.seq(),
            atMs),
        Optional::empty);
  }

  /** A settlement. */
  public static void settled(Sink sink, OrderSettled settled, long atMs) {
    BigInteger credits =
        settled.getCredits().stream()
            .map(Credit::getAmount)
            .map(AvroValues::integer)
            .reduce(BigInteger.ZERO, BigInteger::add);
    sink.order(
        AvroValues.hex(settled.getOrderId()),
        new OrderEvent.Settled(
            settled.getTenant(),
            settled.getVerdict(),
            settled.getSteps(),
            credits,
            AvroValues.integer(settled.getFees()),
            AvroValues.integer(settled.getRefunded()),
            atMs),
        () -> named(settled.getTenant()));
  }
}
