package dev.quittance.auditor.line;

import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.line.OrderCase.Of;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.auditor.source.LineRecord.OrderTaken;
import dev.quittance.auditor.source.LineRecord.Outcome;
import dev.quittance.auditor.source.LineSource;
import dev.quittance.planning.RefusalCode;
import dev.quittance.planning.document.Plan;
import dev.quittance.planning.document.PlanStep;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares outcomes with what was ordered and planned. */
final class OutcomeCheck {

  /** Refusals that ingest makes too, of orders that it never wrote. */
  private static final Set<RefusalCode> OF_INGEST_TOO =
      Set.of(RefusalCode.UNKNOWN_TENANT, RefusalCode.TENANT_SUSPENDED);

  private static final Set<String> OF_PLANNER =
      Arrays.stream(RefusalCode.values())
          .filter(code -> !OF_INGEST_TOO.contains(code))
          .map(RefusalCode::code)
          .collect(Collectors.toSet());

  private final Findings findings;

  OutcomeCheck(Findings findings) {
    this.findings = findings;
  }

  /** Every step of the plan has one outcome, and it is as planned. */
  void ofSteps(Of<LineRecord.PlanTaken> taken, Plan plan, OrderCase all, long dueBefore) {
    for (PlanStep step : plan.steps()) {
      Bytes32 stepId = stepId(taken, step);
      List<Of<Outcome>> ended =
          all.outcomes.stream()
              .filter(outcome -> outcome.content().stepId().equals(stepId))
              .toList();
      if (ended.isEmpty()) {
        notEnded(taken, plan, step, stepId, all, dueBefore);
      }
      for (int i = 0; i < ended.size(); i++) {
        if (i > 0) {
          repeated(step, ended.subList(0, i), ended.get(i), all);
        }
        asPlanned(taken, plan, step, ended.get(i));
      }
    }
    Set<Bytes32> known =
        plan.steps().stream().map(step -> stepId(taken, step)).collect(Collectors.toSet());
    all.outcomes.stream()
        .filter(outcome -> !outcome.content().stepId().isZero())
        .filter(outcome -> !known.contains(outcome.content().stepId()))
        .forEach(outcome ->
            findings.fail(
                FindingCode.L5_EXECUTION_UNPLANNED,
                outcome.record(),
                "plan %s has no such step".formatted(Findings.at(taken.record()))));
  }

  private void repeated(PlanStep step, List<Of<Outcome>> before, Of<Outcome> again, OrderCase all) {
    String message =
        "step %d ended at %s".formatted(step.index(), Findings.at(before.getFirst().record()));
    if (before.stream().allMatch(outcome -> all.isPassedBy(outcome.record()))) {
      findings.note(
          FindingCode.L5_EXECUTION_REPEATED, again.record(), message + "; that was a dead letter");
    } else {
      findings.fail(FindingCode.L5_EXECUTION_REPEATED, again, all, message);
    }
  }

  static Bytes32 stepId(Of<LineRecord.PlanTaken> taken, PlanStep step) {
    return dev.quittance.receipts.Receipt.stepId(taken.content().planHash(), step.index());
  }

  /** A receipt without an execution is told of elsewhere. */
  private void notEnded(
      Of<LineRecord.PlanTaken> taken,
      Plan plan,
      PlanStep step,
      Bytes32 stepId,
      OrderCase all,
      long dueBefore) {
    boolean hasReceipt =
        all.receipts.stream().anyMatch(receipt -> receipt.content().stepId().equals(stepId));
    if (!hasReceipt && plan.deadlineMs() < dueBefore) {
      findings.fail(
          FindingCode.L5_ORDER_NOT_ENDED,
          taken.record(),
          all,
          "step %d has no outcome, and the deadline was %d"
              .formatted(step.index(), plan.deadlineMs()));
    }
  }

  private void asPlanned(
      Of<LineRecord.PlanTaken> taken, Plan plan, PlanStep step, Of<Outcome> ended) {
    Outcome outcome = ended.content();
    boolean isPaid = outcome.verdict() == Verdict.COMPLETED.code();
    boolean isVendors = isPaid || outcome.verdict() == Verdict.FAILED.code();
    List<String> differences = new ArrayList<>();
    ExecutionPairs.add(
        differences, "orderHash", plan.orderHash().hex(), outcome.orderHash().toString());
    ExecutionPairs.add(differences, "planHash", taken.content().planHash(), outcome.planHash());
    ExecutionPairs.add(differences, "stepIndex", step.index(), outcome.stepIndex());
    ExecutionPairs.add(differences, "buyer", plan.buyer(), outcome.buyer().toString());
    ExecutionPairs.add(differences, "asset", plan.asset(), outcome.asset().toString());
    ExecutionPairs.add(
        differences, "feeRecipient", plan.feeRecipient(), outcome.feeRecipient().toString());
    ExecutionPairs.add(
        differences, "amount", isPaid ? step.price() : BigInteger.ZERO, outcome.amount());
    ExecutionPairs.add(differences, "fee", isPaid ? step.fee() : BigInteger.ZERO, outcome.fee());
    ExecutionPairs.add(differences, "tenant", plan.tenant(), outcome.tenant());
    ExecutionPairs.add(differences, "service", step.service(), outcome.service());
    if (isVendors) {
      ExecutionPairs.add(differences, "agent", step.agent(), outcome.agent().toString());
    }
    if (!differences.isEmpty()) {
      findings.fail(
          FindingCode.L5_EXECUTION_UNPLANNED,
          ended.record(),
          "compared with plan %s: %s"
              .formatted(Findings.at(taken.record()), String.join("; ", differences)));
    }
  }

  /** Outcomes of steps whose plan is not there. */
  void withoutPlan(OrderCase all) {
    all.outcomes.stream()
        .filter(outcome -> !outcome.content().stepId().isZero())
        .findFirst()
        .ifPresent(outcome ->
            findings.missing(
                FindingCode.L5_PLAN_MISSING,
                LineSource.Lane.PLANS,
                outcome.record().partition(),
                "plan %s of order %s, under which %s was done"
                    .formatted(
                        outcome.content().planHash(),
                        outcome.content().orderId(),
                        Findings.at(outcome.record()))));
  }

  /** Outcomes of the order as a whole. */
  void ofOrder(OrderCase all) {
    List<Of<Outcome>> ended =
        all.outcomes.stream().filter(outcome -> outcome.content().stepId().isZero()).toList();
    for (int i = 0; i < ended.size(); i++) {
      Of<Outcome> outcome = ended.get(i);
      nothingIsSold(outcome);
      if (outcome.content().isDeadLetter()) {
        continue;
      }
      if (i > 0) {
        findings.fail(
            FindingCode.L5_EXECUTION_REPEATED,
            outcome.record(),
            all,
            "the order ended at " + Findings.at(ended.get(0).record()));
      }
      refusal(outcome, all);
    }
  }

  /** Only steps of plans are bought. */
  private void nothingIsSold(Of<Outcome> ended) {
    Outcome outcome = ended.content();
    if (outcome.isOwed()) {
      findings.fail(
          FindingCode.L5_EXECUTION_UNPLANNED,
          ended.record(),
          "an order without steps ended with verdict %d, amount %d and fee %d"
              .formatted(outcome.verdict(), outcome.amount(), outcome.fee()));
    }
  }

  private void refusal(Of<Outcome> ended, OrderCase all) {
    Outcome outcome = ended.content();
    if (outcome.stepIndex() != -1 || !outcome.service().isEmpty()) {
      findings.fail(
          FindingCode.L5_EXECUTION_UNPLANNED,
          ended.record(),
          "an order without steps has stepIndex %d and service \"%s\""
              .formatted(outcome.stepIndex(), outcome.service()));
    }
    if (all.orders.isEmpty()) {
      if (OF_PLANNER.contains(outcome.code())) {
        findings.missing(
            FindingCode.L5_ORDER_MISSING,
            LineSource.Lane.ORDERS,
            ended.record().partition(),
            "order %s, refused by the planner at %s"
                .formatted(outcome.orderId(), Findings.at(ended.record())));
      }
      return;
    }
    Of<OrderTaken> order = all.orders.getFirst();
    if (!Sha256.hash(order.content().order()).equals(outcome.orderHash())
        || !order.content().tenant().equals(outcome.tenant())) {
      findings.fail(
          FindingCode.L5_ORDER_DIFFERS,
          order.record(),
          "its refusal %s is of an order with hash %s of tenant %s"
              .formatted(Findings.at(ended.record()), outcome.orderHash(), outcome.tenant()));
    }
    decidedInTime(ended, order, all);
  }

  /** The planner decides when it reads the order or the answer of the daily cap. */
  private void decidedInTime(Of<Outcome> ended, Of<OrderTaken> order, OrderCase all) {
    long decidedAt = ended.content().completedAt();
    boolean fits =
        all.orders.stream().anyMatch(one -> one.record().appendTime() == decidedAt)
            || all.dayCaps.stream().anyMatch(one -> one.record().appendTime() == decidedAt);
    if (!fits) {
      Optional<LineRecord> cause = all.dayCaps.stream().findFirst().map(answer -> answer.record());
      findings.fail(
          FindingCode.L5_ORDER_TIME_DIFFERS,
          cause.orElse(order.record()),
          "appended at %d, and its refusal %s was decided at %d"
              .formatted(
                  cause.orElse(order.record()).appendTime(),
                  Findings.at(ended.record()),
                  decidedAt));
    }
  }
}
