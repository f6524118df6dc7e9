package dev.quittance.ingest.domain;

import dev.quittance.planning.Catalogue;
import dev.quittance.planning.Hashed;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.Tenant;
import dev.quittance.receipts.crypto.Bytes;
import java.util.Optional;

/**
 * Takes each order once; pure.
 *
 * <p>Deadline, budget, policy and services are the planner's business. A request that was placed
 * more than {@link #HORIZON_MS} before its append is refused under its own request id, so that ids
 * may be forgotten after that time without an order being taken twice.
 */
public final class Intake {
  /** How long requests are told apart: 30 days. */
  public static final long HORIZON_MS = 30L * 24 * 60 * 60 * 1000;

  /** The address of nobody. */
  public static final String ZERO_ADDRESS = "0x" + "0".repeat(40);

  private static final int MESSAGE_CHARS = 500;

  private final Submission submission;
  private final Optional<Tenant> tenant;

  private Intake(Submission submission, Optional<Tenant> tenant) {
    this.submission = submission;
    this.tenant = tenant;
  }

  /**
   * Decides about a submission.
   *
   * @param taken the ids that earlier submissions took
   * @param catalogue the tenants
   * @param appendTimeMs when the submission was appended to its topic, the only clock
   */
  public static IntakeDecision decide(
      TakenIds taken, Submission submission, Catalogue catalogue, long appendTimeMs) {
    Intake intake =
        new Intake(submission, catalogue.tenant(submission.tenant()).map(Hashed::document));
    Optional<Hash32> earlier = taken.contentOf(submission.orderId());
    if (earlier.isPresent()) {
      return earlier.get().equals(submission.orderHash())
          ? new IntakeDecision.Repeated()
          : intake.refusedUnderRequestId(
              taken,
              RefusalCode.CONFLICTING_CONTENT,
              "order "
                  + submission.orderId()
                  + " was already placed with other content; use a new idempotency key");
    }
    if (submission.submittedAtMs() < appendTimeMs - HORIZON_MS) {
      return intake.refusedUnderRequestId(
          taken,
          RefusalCode.TOO_OLD,
          "placed more than 30 days before it arrived; place it again with a new id");
    }
    return switch (Order.parse(submission.order().toByteArray())) {
      case Parsed.Bad<Order> bad ->
          intake.refused(RefusalCode.MALFORMED_ORDER, ZERO_ADDRESS, bad.message());
      case Parsed.Ok<Order>(Order order) -> intake.decide(order);
    };
  }

  private IntakeDecision decide(Order order) {
    if (!Bytes.wrap(order.canonicalJson()).equals(submission.order())) {
      return refused(
          RefusalCode.MALFORMED_ORDER, order.asset(), "the document is not in RFC 8785 form");
    }
    if (!isNamedByContent(order)) {
      return refused(
          RefusalCode.WRONG_ORDER_ID,
          order.asset(),
          "the document's tenant, source and sourceId give the id " + order.orderId());
    }
    if (tenant.isEmpty()) {
      return refused(
          RefusalCode.UNKNOWN_TENANT, order.asset(), "no tenant has the id " + order.tenant());
    }
    return switch (tenant.get().status()) {
      case SUSPENDED ->
          refused(
              RefusalCode.TENANT_SUSPENDED,
              order.asset(),
              "tenant " + order.tenant() + " is suspended");
      case ACTIVE ->
          new IntakeDecision.Accepted(
              submission.orderId(),
              submission.orderHash(),
              order.tenant(),
              tenant.get().buyer(),
              submission.order());
    };
  }

  private boolean isNamedByContent(Order order) {
    return order.orderId().equals(submission.orderId())
        && order.tenant().equals(submission.tenant())
        && order.source().equals(submission.source())
        && order.sourceId().equals(submission.sourceId());
  }

  private IntakeDecision refused(RefusalCode code, String asset, String message) {
    return refused(submission.orderId(), code, asset, message);
  }

  /** The same request sent again is refused once. */
  private IntakeDecision refusedUnderRequestId(TakenIds taken, RefusalCode code, String message) {
    Hash32 requestId = submission.requestId();
    if (taken.contentOf(requestId).isPresent()) {
      return new IntakeDecision.Repeated();
    }
    String asset =
        switch (Order.parse(submission.order().toByteArray())) {
          case Parsed.Ok<Order>(Order order) -> order.asset();
          case Parsed.Bad<Order> _ -> ZERO_ADDRESS;
        };
    return refused(requestId, code, asset, message);
  }

  private IntakeDecision refused(Hash32 id, RefusalCode code, String asset, String message) {
    return new IntakeDecision.Refused(
        id,
        submission.orderHash(),
        submission.tenant(),
        tenant.map(Tenant::buyer).orElse(ZERO_ADDRESS),
        asset,
        code,
        message.length() <= MESSAGE_CHARS ? message : message.substring(0, MESSAGE_CHARS) + "…");
  }
}
