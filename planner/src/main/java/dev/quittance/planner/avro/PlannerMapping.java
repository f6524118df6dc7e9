package dev.quittance.planner.avro;

import dev.quittance.planner.domain.PendingPlan;
import dev.quittance.planner.domain.PlannerCommand;
import dev.quittance.planner.domain.PlannerEffect.Refusal;
import dev.quittance.planning.DayReservation;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.Plan;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.DayCapAnswered;
import dev.quittance.schemas.avro.DayCapRequested;
import dev.quittance.schemas.avro.DayCapRequestsRecord;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.ExecutionsRecord;
import dev.quittance.schemas.avro.OrderAccepted;
import dev.quittance.schemas.avro.OrdersRecord;
import dev.quittance.schemas.avro.PlanMade;
import dev.quittance.schemas.avro.PlansRecord;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/** Between the planner's records and its own types, both ways. */
public final class PlannerMapping {
  private PlannerMapping() {}

  /**
   * The command that an inbox record is.
   *
   * @throws IllegalArgumentException when it is of a kind that this version does not know
   */
  public static PlannerCommand command(OrdersRecord record, long appendedAtMs) {
    return switch (record.getBody()) {
      case OrderAccepted accepted ->
          new PlannerCommand.PlanOrder(
              Hash32.of(accepted.getOrderId().bytes()),
              accepted.getTenant(),
              AvroValues.hex(accepted.getBuyer()),
              Bytes.wrap(AvroValues.bytes(accepted.getOrder())),
              appendedAtMs);
      case DayCapAnswered answer ->
          new PlannerCommand.TakeDayCapAnswer(
              Hash32.of(answer.getOrderId().bytes()),
              answer.getGranted(),
              AvroValues.integer(answer.getReserved()),
              AvroValues.integer(answer.getCap()),
              appendedAtMs);
      case null, default ->
          throw new IllegalArgumentException("an orders record of a kind that is not known here");
    };
  }

  /** The record of a committed plan. */
  public static PlansRecord planMade(PendingPlan pending) {
    return new PlansRecord(
        new PlanMade(
            AvroValues.hash32(pending.plan().orderId().bytes()),
            AvroValues.hash32(pending.planHash().bytes()),
            ByteBuffer.wrap(pending.plan().canonicalJson()),
            ByteBuffer.wrap(pending.order().canonicalJson())));
  }

  /** A committed plan's record as it was before: how a waiting plan is stored. */
  public static PendingPlan pending(PlanMade made) {
    return new PendingPlan(
        Plan.parse(AvroValues.bytes(made.getPlan())).orThrow(),
        Hash32.of(made.getPlanHash().bytes()),
        Order.parse(AvroValues.bytes(made.getOrder())).orThrow());
  }

  /** The request to a tenant's daily cap. */
  public static DayCapRequestsRecord dayCapRequest(DayReservation reservation) {
    return new DayCapRequestsRecord(
        new DayCapRequested(
            AvroValues.hash32(reservation.orderId().bytes()),
            reservation.tenant(),
            reservation.day(),
            AvroValues.uint256(reservation.amount()),
            AvroValues.uint256(reservation.cap())));
  }

  /** What a request to a daily cap asks for. */
  public static DayReservation reservation(DayCapRequested request) {
    return new DayReservation(
        Hash32.of(request.getOrderId().bytes()),
        request.getTenant(),
        request.getEpochDay(),
        AvroValues.integer(request.getAmount()),
        AvroValues.integer(request.getCap()));
  }

  /** The answer of a tenant's daily cap. */
  public static OrdersRecord answer(
      DayReservation reservation, boolean granted, BigInteger reservedBefore) {
    return new OrdersRecord(
        new DayCapAnswered(
            AvroValues.hash32(reservation.orderId().bytes()),
            granted,
            AvroValues.uint256(reservedBefore),
            AvroValues.uint256(reservation.cap())));
  }

  /**
   * The execution record of a refusal: no step, nothing owed, signed by the house agent.
   *
   * @param completedAtMs append time of the record that was decided, unix ms
   */
  public static ExecutionsRecord refused(Refusal refusal, Address houseAgent, long completedAtMs) {
    return new ExecutionsRecord(
        new Execution(
            AvroValues.hash32(refusal.orderId().bytes()),
            AvroValues.noHash(),
            -1,
            0,
            AvroValues.address20(houseAgent.toByteArray()),
            AvroValues.address20(refusal.buyer()),
            AvroValues.address20(refusal.asset()),
            AvroValues.uint256(BigInteger.ZERO),
            AvroValues.uint256(BigInteger.ZERO),
            AvroValues.address20(Address.ZERO.toByteArray()),
            refusal.verdict().code(),
            AvroValues.hash32(refusal.orderHash().bytes()),
            AvroValues.noHash(),
            AvroValues.noHash(),
            AvroValues.noHash(),
            completedAtMs,
            refusal.code(),
            refusal.message(),
            refusal.tenant(),
            "",
            "",
            null));
  }
}
