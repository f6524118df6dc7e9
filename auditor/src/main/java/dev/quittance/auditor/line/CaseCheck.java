package dev.quittance.auditor.line;

import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.line.OrderCase.Of;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.auditor.source.LineRecord.OrderTaken;
import dev.quittance.auditor.source.LineRecord.PlanTaken;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.Plan;
import dev.quittance.receipts.crypto.Sha256;
import java.util.Optional;
import java.util.OptionalLong;

/** Judges an order by all of its records. Not thread-safe. */
final class CaseCheck {

  /** What is wrong with a record that is none of its topic. */
  static final String UNREADABLE = "does not decode under the schema of its topic";

  private final BuyerCheck buyers;
  private final CatalogueHistory history;
  private final Findings findings;
  private final PlanCheck plans;
  private final OutcomeCheck outcomes;
  private final SettlementCheck settlements;

  CaseCheck(BuyerCheck buyers, CatalogueHistory history, Findings findings) {
    this.buyers = buyers;
    this.history = history;
    this.findings = findings;
    this.plans = new PlanCheck(history, findings);
    this.outcomes = new OutcomeCheck(findings);
    this.settlements = new SettlementCheck(findings);
  }

  /** What was granted under daily caps, by the plans so far. */
  DayGrants grants() {
    return plans.grants();
  }

  /**
   * Judges an order.
   *
   * @param dueBefore what was made before this time should have led to what comes next
   */
  void check(OrderCase all, long dueBefore) {
    all.unreadable.forEach(
        record -> findings.fail(FindingCode.L5_RECORD_UNREADABLE, record, all, UNREADABLE));
    all.orders.forEach(order -> wellFormed(order, all));
    Optional<Of<PlanTaken>> taken = plan(all);
    Optional<Plan> plan = taken.flatMap(plans::read);
    repeated(all, taken, plan);
    if (taken.isPresent() && plan.isPresent()) {
      plans.check(taken.get(), plan.get(), all);
      outcomes.ofSteps(taken.get(), plan.get(), all, dueBefore);
      times(taken.get(), plan.get(), all);
    } else if (taken.isEmpty()) {
      outcomes.withoutPlan(all);
      notDecided(all, dueBefore);
    }
    answersInTime(all);
    outcomes.ofOrder(all);
    settlements.check(taken, plan, all, dueBefore);
  }

  /** The plan that was worked on, if there are several. */
  private static Optional<Of<PlanTaken>> plan(OrderCase all) {
    return all.plans.stream()
        .filter(plan ->
            all.outcomes.stream()
                .anyMatch(one -> one.content().planHash().equals(plan.content().planHash())))
        .findFirst()
        .or(() -> all.plans.stream().findFirst());
  }

  private void wellFormed(Of<OrderTaken> taken, OrderCase all) {
    OrderTaken content = taken.content();
    byte[] bytes = content.order().toByteArray();
    if (!Sha256.hash(bytes).equals(content.orderHash())) {
      malformed(taken, all, "orderHash is not that of the order's bytes");
    } else if (!(Order.parse(bytes) instanceof Parsed.Ok<Order>(Order order))) {
      malformed(taken, all, "the order does not parse");
    } else if (!order.orderId().hex().equals(content.orderId().toString())) {
      malformed(taken, all, "the order's content gives the id " + order.orderId());
    } else if (!order.tenant().equals(content.tenant())) {
      malformed(taken, all, "the order is of tenant " + order.tenant());
    } else if (!history.isBuyer(content.tenant(), content.buyer().toString())) {
      findings.fail(
          FindingCode.L5_ORDER_DIFFERS,
          taken.record(),
          "%s was never the buyer of tenant %s".formatted(content.buyer(), content.tenant()));
    } else {
      buyers
          .problem(order, address -> history.isBuyer(content.tenant(), address.toString()))
          .ifPresent(
              problem -> findings.fail(FindingCode.L5_ORDER_NOT_SIGNED, taken.record(), problem));
    }
  }

  private void malformed(Of<OrderTaken> taken, OrderCase all, String what) {
    findings.fail(FindingCode.L5_ORDER_MALFORMED, taken.record(), all, what);
  }

  private void repeated(OrderCase all, Optional<Of<PlanTaken>> taken, Optional<Plan> plan) {
    Optional<Of<OrderTaken>> counted =
        plan.flatMap(known -> PlanCheck.orderOf(known, all)).or(() -> first(all));
    all.orders.stream()
        .filter(order -> counted.filter(order::equals).isEmpty())
        .forEach(order ->
            findings.fail(
                FindingCode.L5_ORDER_REPEATED,
                order.record(),
                all,
                "accepted at " + Findings.at(counted.orElseThrow().record())));
    all.plans.stream()
        .filter(other -> taken.filter(other::equals).isEmpty())
        .forEach(other ->
            findings.fail(
                FindingCode.L5_PLAN_REPEATED,
                other.record(),
                all,
                "planned at " + Findings.at(taken.orElseThrow().record())));
  }

  private static Optional<Of<OrderTaken>> first(OrderCase all) {
    return all.orders.stream().findFirst();
  }

  private void notDecided(OrderCase all, long dueBefore) {
    boolean isDecided = !all.outcomes.isEmpty() || !all.receipts.isEmpty();
    if (!isDecided && !all.orders.isEmpty()) {
      LineRecord order = all.orders.getFirst().record();
      if (order.appendTime() < dueBefore) {
        findings.fail(FindingCode.L5_ORDER_NOT_ENDED, order, "has neither a plan nor an outcome");
      }
    }
  }

  private void answersInTime(OrderCase all) {
    if (all.orders.isEmpty()) {
      return;
    }
    LineRecord order = all.orders.getFirst().record();
    all.dayCaps.stream()
        .map(Of::record)
        .filter(answer -> answer.appendTime() + LaneAudit.CLOCKS_MS < order.appendTime())
        .forEach(answer ->
            findings.fail(
                FindingCode.L5_APPENDED_OUT_OF_TIME,
                answer,
                "appended at %d, and its order %s at %d"
                    .formatted(answer.appendTime(), Findings.at(order), order.appendTime())));
  }

  private void times(Of<PlanTaken> taken, Plan plan, OrderCase all) {
    if (all.hasDeadLetter()) {
      return;
    }
    long appended = taken.record().appendTime();
    if (appended + LaneAudit.CLOCKS_MS < plan.decidedAtMs()) {
      findings.fail(
          FindingCode.L5_APPENDED_OUT_OF_TIME,
          taken.record(),
          "appended at %d, and decided at %d".formatted(appended, plan.decidedAtMs()));
    }
    OptionalLong first =
        all.outcomes.stream().mapToLong(outcome -> outcome.content().completedAt()).min();
    if (first.isPresent() && appended > first.getAsLong() + LaneAudit.CLOCKS_MS) {
      findings.fail(
          FindingCode.L5_APPENDED_OUT_OF_TIME,
          taken.record(),
          "appended at %d, and a step of it ended at %d".formatted(appended, first.getAsLong()));
    }
  }
}
