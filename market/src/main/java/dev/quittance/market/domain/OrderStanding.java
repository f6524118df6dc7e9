package dev.quittance.market.domain;

import dev.quittance.planning.document.Hash32;
import java.util.Optional;

/**
 * How a foreign order stands for an operator, by what was said about it and what became of its
 * deliveries; pure.
 *
 * @param orderId the order in the line
 * @param market the marketplace, the {@code source} of its orders
 * @param sourceId the order's id there
 * @param wantsApproval whether its marketplace showed it as one that waits for an approval
 * @param isApproved whether an operator approved it
 * @param isTakenIn whether it is an order of the line
 * @param isStopped whether its marketplace wants no result, at present
 * @param isReleased whether an operator released its result
 * @param outcome what became of its delivery last; empty before any
 * @param atMs when the latest of all this was, unix ms
 */
public record OrderStanding(
    Hash32 orderId,
    String market,
    String sourceId,
    boolean wantsApproval,
    boolean isApproved,
    boolean isTakenIn,
    boolean isStopped,
    boolean isReleased,
    Optional<Outcome> outcome,
    long atMs) {
  /** The status of a delivery that a person must release. */
  public static final String HELD = "HELD";

  /** What an event's detail names when its order waits for an approval. */
  public static final String WAITS_FOR = "waitsFor";

  /**
   * What became of a delivery.
   *
   * @param status DELIVERED, HELD, REFUSED or FAILED
   * @param detail why, for people
   */
  public record Outcome(String status, String detail, long atMs) {}

  /** What an order waits for. */
  public enum Waiting {
    /** An operator must let it be accepted. */
    APPROVAL,
    /** An operator must let its result be delivered. */
    RELEASE,
    /** Nobody, or not an operator. */
    NOTHING
  }

  /** An order of which nothing was said. */
  public static OrderStanding unknown(Hash32 orderId, String market, String sourceId) {
    return new OrderStanding(
        orderId, market, sourceId, false, false, false, false, false, Optional.empty(), 0);
  }

  /** What it waits for. */
  public Waiting waiting() {
    if (isStopped) {
      return Waiting.NOTHING;
    }
    if (isHeld()) {
      return isReleased ? Waiting.NOTHING : Waiting.RELEASE;
    }
    return wantsApproval && !isApproved && !isTakenIn && outcome.isEmpty()
        ? Waiting.APPROVAL
        : Waiting.NOTHING;
  }

  /** Whether its delivery was held last. */
  public boolean isHeld() {
    return outcome.map(Outcome::status).filter(HELD::equals).isPresent();
  }

  /**
   * After something was said about it.
   *
   * @param asksForApproval whether the event's detail says that it waits for an approval
   */
  public OrderStanding after(MarketEvent event, boolean asksForApproval) {
    boolean stopped =
        switch (event.kind().effect()) {
          case STOPS -> true;
          case RESUMES -> false;
          case RELEASES, NOTHING -> isStopped;
        };
    return new OrderStanding(
        orderId,
        market,
        sourceId,
        wantsApproval || asksForApproval,
        isApproved || event.kind() == EventKind.ACCEPT_APPROVED,
        isTakenIn,
        stopped,
        isReleased || event.kind() == EventKind.RELEASED,
        outcome,
        Math.max(atMs, event.atMs()));
  }

  /** After a delivery of it had an outcome. */
  public OrderStanding after(Outcome later) {
    return new OrderStanding(
        orderId,
        market,
        sourceId,
        wantsApproval,
        isApproved,
        isTakenIn,
        isStopped,
        isReleased,
        Optional.of(later),
        Math.max(atMs, later.atMs()));
  }

  /** As an order of the line. */
  public OrderStanding takenIn() {
    return new OrderStanding(
        orderId,
        market,
        sourceId,
        wantsApproval,
        isApproved,
        true,
        isStopped,
        isReleased,
        outcome,
        atMs);
  }
}
