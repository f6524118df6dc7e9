package dev.quittance.planner.domain;

import dev.quittance.planner.domain.PlannerCommand.PlanOrder;
import dev.quittance.planner.domain.PlannerCommand.TakeDayCapAnswer;
import dev.quittance.planner.domain.PlannerEffect.Refusal;
import dev.quittance.planning.Catalogue;
import dev.quittance.planning.PlanDecision;
import dev.quittance.planning.Planner;
import dev.quittance.planning.RefusalCode;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.Plan;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import java.math.BigInteger;
import java.util.Optional;

/** Decides what happens to an order between its acceptance and its plan; pure. */
public final class PlannerDecider {
  private PlannerDecider() {}

  /**
   * Decides one command.
   *
   * @param waiting the plan of this order that waits for its daily cap, if one does
   * @param catalogue what a new plan is made from and cites
   */
  public static PlannerEffect decide(
      Optional<PendingPlan> waiting, PlannerCommand command, Catalogue catalogue) {
    return switch (command) {
      case PlanOrder order -> plan(order, catalogue);
      case TakeDayCapAnswer answer ->
          waiting
              .map(pending -> answered(pending, answer))
              .orElseGet(() -> new PlannerEffect.Ignore("no plan waits for this answer"));
    };
  }

  private static PlannerEffect plan(PlanOrder command, Catalogue catalogue) {
    return switch (Order.parse(command.order().toByteArray())) {
      case Parsed.Bad<Order> bad ->
          new PlannerEffect.Refuse(
              new Refusal(
                  command.orderId(),
                  Hash32.sha256(command.order().toByteArray()),
                  command.tenant(),
                  command.buyer(),
                  Address.ZERO.toString(),
                  Verdict.REJECTED,
                  "malformed-order",
                  bad.message()));
      case Parsed.Ok<Order>(Order order) -> plan(command, order, catalogue);
    };
  }

  private static PlannerEffect plan(PlanOrder command, Order order, Catalogue catalogue) {
    return switch (Planner.decide(order, order.hash(), catalogue, command.appendedAtMs())) {
      case PlanDecision.Refused(RefusalCode code, String message) ->
          new PlannerEffect.Refuse(
              new Refusal(
                  command.orderId(),
                  order.hash(),
                  command.tenant(),
                  command.buyer(),
                  order.asset(),
                  verdictOf(code),
                  code.code(),
                  message));
      case PlanDecision.Planned planned -> {
        PendingPlan plan = new PendingPlan(planned.plan(), planned.planHash(), order);
        yield planned
            .reservation()
            .<PlannerEffect>map(reservation -> new PlannerEffect.AskDayCap(plan, reservation))
            .orElseGet(() -> new PlannerEffect.Commit(plan));
      }
    };
  }

  private static PlannerEffect answered(PendingPlan pending, TakeDayCapAnswer answer) {
    Plan plan = pending.plan();
    if (answer.appendedAtMs() >= plan.deadlineMs()) {
      return refuse(
          pending,
          RefusalCode.PAST_DEADLINE,
          "the daily cap answered at "
              + answer.appendedAtMs()
              + ", and the deadline was "
              + plan.deadlineMs());
    }
    if (!answer.granted()) {
      BigInteger left = answer.cap().subtract(answer.reserved()).max(BigInteger.ZERO);
      return refuse(
          pending,
          RefusalCode.POLICY_DAY_CAP,
          "the order costs %s, and tenant %s has %s of %s left for the day"
              .formatted(plan.total(), plan.tenant(), left, answer.cap()));
    }
    return new PlannerEffect.Commit(pending);
  }

  private static PlannerEffect refuse(PendingPlan pending, RefusalCode code, String message) {
    Plan plan = pending.plan();
    return new PlannerEffect.Refuse(
        new Refusal(
            plan.orderId(),
            plan.orderHash(),
            plan.tenant(),
            plan.buyer(),
            plan.asset(),
            verdictOf(code),
            code.code(),
            message));
  }

  private static Verdict verdictOf(RefusalCode code) {
    return switch (code.verdict()) {
      case REJECTED -> Verdict.REJECTED;
      case BLOCKED -> Verdict.BLOCKED;
      case EXPIRED -> Verdict.EXPIRED;
    };
  }
}
