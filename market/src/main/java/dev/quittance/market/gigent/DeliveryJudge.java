package dev.quittance.market.gigent;

import dev.quittance.market.DeliveryJob;
import dev.quittance.receipts.Verdict;

/**
 * What is to be done with a result, seeing how its order stands at Gigent; pure.
 *
 * <p>Gigent asks nobody who they are: whoever else moved the order, what its page says decides.
 */
final class DeliveryJudge {
  private DeliveryJudge() {}

  /** What is to be done. */
  sealed interface Judgement {
    /** Deliver it now. */
    record Deliver() implements Judgement {}

    /** It is delivered already. */
    record IsThere() implements Judgement {}

    /** It will never be taken. */
    record Refuse(String why) implements Judgement {}

    /** It can't be taken yet. */
    record Wait(String why) implements Judgement {}

    /** A person must release it. */
    record Hold(String why) implements Judgement {}

    /** There is no result: tell the buyer and cancel the order. */
    record Cancel(String why) implements Judgement {}
  }

  /**
   * Judges.
   *
   * @param order as its page shows it now
   * @param hash the result's hash, as it is delivered
   * @param isAutomatic whether results go out without a release
   */
  static Judgement judge(DeliveryJob job, GigentOrder order, String hash, boolean isAutomatic) {
    int revision = LineOrder.revision(job.sourceId());
    if (job.verdict() == Verdict.COMPLETED && order.deliveryHash().equals(hash)) {
      return new Judgement.IsThere();
    }
    return switch (order.status()) {
      case PENDING -> new Judgement.Wait("Gigent says that the order is not accepted");
      case REJECTED, CANCELLED ->
          new Judgement.Refuse("the order was " + order.status().onTheWire() + " at Gigent");
      case DELIVERED, COMPLETED, DISPUTED, RESOLVED ->
          new Judgement.Refuse(
              "something else was delivered for this order; it is "
                  + order.status().onTheWire()
                  + " at Gigent");
      case OTHER -> new Judgement.Wait("the order's status is not known here");
      case ACCEPTED, IN_PROGRESS, REVISION_REQUESTED ->
          order.revision() == revision
              ? open(job, revision, isAutomatic)
              : new Judgement.Refuse(
                  "the buyer has asked for revision " + order.revision() + " since");
    };
  }

  private static Judgement open(DeliveryJob job, int revision, boolean isAutomatic) {
    if (job.verdict() != Verdict.COMPLETED) {
      return revision == 0
          ? new Judgement.Cancel(job.message())
          : new Judgement.Hold("revision " + revision + ": " + job.message());
    }
    return isAutomatic || job.isReleased()
        ? new Judgement.Deliver()
        : new Judgement.Hold("results of this agent go out when somebody releases them");
  }
}
