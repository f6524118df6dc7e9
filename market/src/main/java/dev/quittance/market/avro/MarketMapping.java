package dev.quittance.market.avro;

import dev.quittance.market.DeliveryJob;
import dev.quittance.market.domain.CitedReceipt;
import dev.quittance.market.domain.Delivering;
import dev.quittance.market.domain.EventKind;
import dev.quittance.market.domain.MarketEvent;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.DeliveriesRecord;
import dev.quittance.schemas.avro.DeliveryOutcome;
import dev.quittance.schemas.avro.DeliveryOutcomesRecord;
import dev.quittance.schemas.avro.DeliveryReady;
import dev.quittance.schemas.avro.MarketEventsRecord;
import dev.quittance.schemas.avro.OrderRequestsRecord;
import dev.quittance.schemas.avro.OrderSubmitted;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Between the stage's values and their records. */
public final class MarketMapping {
  private MarketMapping() {}

  /** The record of an order that was brought in. */
  public static OrderRequestsRecord record(Order order, long submittedAtMs) {
    return new OrderRequestsRecord(
        new OrderSubmitted(
            AvroValues.hash32(order.orderId().bytes()),
            AvroValues.hash32(order.requestId().bytes()),
            order.tenant(),
            order.source(),
            order.sourceId(),
            ByteBuffer.wrap(order.canonicalJson()),
            submittedAtMs));
  }

  /** The record of an event. */
  public static MarketEventsRecord record(MarketEvent event) {
    return new MarketEventsRecord(
        new dev.quittance.schemas.avro.MarketEvent(
            AvroValues.hash32(event.orderId().bytes()),
            event.market(),
            event.sourceId(),
            event.kind().name(),
            event.detail(),
            event.atMs()));
  }

  /** The event of a record; empty for a kind that is not known here. */
  public static Optional<MarketEvent> event(MarketEventsRecord record) {
    var event = record.getBody();
    return event == null
        ? Optional.empty()
        : EventKind.named(event.getKind())
            .map(kind ->
                new MarketEvent(
                    Hash32.of(event.getOrderId().bytes()),
                    event.getMarket(),
                    event.getSourceId(),
                    kind,
                    event.getDetail(),
                    event.getAt()));
  }

  /** The record of a delivery that is handed out. */
  public static DeliveriesRecord record(byte[] orderId, Delivering.Decision.HandOut decision) {
    CitedReceipt receipt = decision.receipt();
    int verdict = decision.end().verdict();
    return new DeliveriesRecord(
        new DeliveryReady(
            AvroValues.hash32(orderId),
            decision.origin().market(),
            decision.origin().sourceId(),
            decision.origin().tenant(),
            verdict,
            AvroValues.hash32(receipt.outputHash().toByteArray()),
            AvroValues.hash32(receipt.stepId().toByteArray()),
            AvroValues.hash32(receipt.leafHash().toByteArray()),
            AvroValues.address20(receipt.agent().toByteArray()),
            receipt.completedAtMs(),
            message(verdict),
            decision.order().isReleased()));
  }

  /** The job of a record; empty when there is none in it. */
  public static Optional<DeliveryJob> job(DeliveriesRecord record) {
    DeliveryReady ready = record.getBody();
    if (ready == null) {
      return Optional.empty();
    }
    return Verdict.ofCode(ready.getVerdict())
        .map(verdict ->
            new DeliveryJob(
                Hash32.of(ready.getOrderId().bytes()),
                ready.getMarket(),
                ready.getSourceId(),
                ready.getTenant(),
                verdict,
                Bytes32.wrap(ready.getOutputHash().bytes()),
                Bytes32.wrap(ready.getStepId().bytes()),
                Bytes32.wrap(ready.getLeafHash().bytes()),
                Address.wrap(ready.getAgent().bytes()),
                ready.getCompletedAt(),
                ready.getMessage(),
                ready.getReleased()));
  }

  /** The record of what became of a delivery. */
  public static DeliveryOutcomesRecord outcome(
      DeliveryJob job, String status, String reference, String detail, long atMs) {
    return new DeliveryOutcomesRecord(
        new DeliveryOutcome(
            AvroValues.hash32(job.orderId().bytes()),
            job.market(),
            job.sourceId(),
            status,
            reference,
            detail,
            atMs));
  }

  private static String message(int verdict) {
    return Verdict.ofCode(verdict)
        .map(known ->
            switch (known) {
              case COMPLETED -> "";
              case FAILED -> "the work failed";
              case BLOCKED -> "a guard blocked the work";
              case REJECTED -> "the order can't be done as it was placed";
              case EXPIRED -> "the order's deadline passed before the work was done";
              case CANCELLED -> "the work was cancelled";
            })
        .orElse("the order ended with verdict " + verdict);
  }
}
