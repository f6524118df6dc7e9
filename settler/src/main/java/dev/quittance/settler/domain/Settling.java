package dev.quittance.settler.domain;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.settler.domain.PlanTerms.StepTerms;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Settles an order once its plan and the receipts of all of its steps are known; pure.
 *
 * <p>An order-level receipt with verdict FAILED stands for a dead letter, after whose redrive the
 * order may run on: it is stated, and the ledger stays as it is. Every other end is for good.
 */
public final class Settling {
  private static final Decision SETTLED_ALREADY =
      new Decision.Ignore("the order is settled already");

  private Settling() {}

  /** What a record made of an order's ledger. */
  public sealed interface Decision {
    /** Something is still missing. */
    record Wait(OrderLedger ledger) implements Decision {}

    /** The order is settled and its ledger closed. */
    record Settle(Settlement settlement) implements Decision {}

    /** The order has failed unless it runs on; its ledger stays, and may be settled later. */
    record State(Settlement settlement) implements Decision {}

    /** The record changes nothing. */
    record Ignore(String reason) implements Decision {}
  }

  /** The plan of the order was read: of the receipts seen so far, those that fit it count. */
  public static Decision plan(OrderLedger ledger, PlanTerms terms) {
    if (ledger.isClosed()) {
      return SETTLED_ALREADY;
    }
    if (ledger.terms().isPresent()) {
      return new Decision.Ignore("the order has a plan already");
    }
    OrderLedger planned = OrderLedger.of(terms);
    for (StepOutcome outcome : ledger.outcomes()) {
      if (objection(planned, terms, outcome).isEmpty()) {
        planned = planned.with(outcome);
      }
    }
    return next(planned);
  }

  /**
   * A well-formed receipt of the order was read. Before the plan is known, every one is kept: which
   * of them fits can't be told yet.
   */
  public static Decision receipt(OrderLedger ledger, Receipt receipt) {
    if (ledger.isClosed()) {
      return SETTLED_ALREADY;
    }
    if (receipt.stepId().isZero()) {
      Settlement settlement = ofOrder(ledger, receipt);
      return receipt.verdict() == Verdict.FAILED
          ? new Decision.State(settlement)
          : new Decision.Settle(settlement);
    }
    StepOutcome outcome = StepOutcome.of(receipt);
    Optional<String> objection = ledger.terms().flatMap(terms -> objection(ledger, terms, outcome));
    return objection
        .<Decision>map(Decision.Ignore::new)
        .orElseGet(() -> next(ledger.with(outcome)));
  }

  private static Decision next(OrderLedger ledger) {
    return ledger
        .terms()
        .filter(terms -> ledger.outcomes().size() == terms.steps().size())
        .<Decision>map(terms -> new Decision.Settle(settle(terms, ledger.outcomes())))
        .orElseGet(() -> new Decision.Wait(ledger));
  }

  /** By this receipt nothing is bought, so nothing of a budget is spent or held. */
  private static Settlement ofOrder(OrderLedger ledger, Receipt receipt) {
    Optional<PlanTerms> terms = ledger.terms();
    return new Settlement(
        terms.map(PlanTerms::tenant).orElse(""),
        terms.map(PlanTerms::buyer).orElse(receipt.buyer()),
        terms.map(PlanTerms::asset).orElse(receipt.asset()),
        receipt.verdict(),
        0,
        0,
        BigInteger.ZERO,
        new TreeMap<>(),
        BigInteger.ZERO,
        BigInteger.ZERO,
        receipt.completedAt());
  }

  private static Settlement settle(PlanTerms terms, List<StepOutcome> outcomes) {
    SortedMap<Address, BigInteger> credits = new TreeMap<>();
    BigInteger fees = BigInteger.ZERO;
    BigInteger spent = BigInteger.ZERO;
    int completed = 0;
    for (StepOutcome outcome : outcomes) {
      if (outcome.verdict() == Verdict.COMPLETED) {
        credits.merge(outcome.agent(), outcome.amount().subtract(outcome.fee()), BigInteger::add);
        fees = fees.add(outcome.fee());
        spent = spent.add(outcome.amount());
        completed++;
      }
    }
    return new Settlement(
        terms.tenant(),
        terms.buyer(),
        terms.asset(),
        verdict(terms, outcomes),
        terms.steps().size(),
        completed,
        terms.budget(),
        credits,
        fees,
        terms.budget().subtract(spent),
        outcomes.stream().mapToLong(StepOutcome::completedAtMs).max().orElse(0));
  }

  /** A cancelled step says least: it was cancelled because another one did not succeed. */
  private static Verdict verdict(PlanTerms terms, List<StepOutcome> outcomes) {
    List<Verdict> inPlanOrder =
        terms.steps().stream()
            .flatMap(
                step -> outcomes.stream().filter(known -> known.stepId().equals(step.stepId())))
            .map(StepOutcome::verdict)
            .filter(verdict -> verdict != Verdict.COMPLETED)
            .toList();
    return inPlanOrder.stream()
        .filter(verdict -> verdict != Verdict.CANCELLED)
        .findFirst()
        .orElseGet(() -> inPlanOrder.isEmpty() ? Verdict.COMPLETED : Verdict.CANCELLED);
  }

  private static Optional<String> objection(
      OrderLedger ledger, PlanTerms terms, StepOutcome outcome) {
    if (ledger.outcomes().stream().anyMatch(known -> known.stepId().equals(outcome.stepId()))) {
      return Optional.of("the step has a receipt already");
    }
    Optional<StepTerms> step =
        terms.steps().stream().filter(known -> known.stepId().equals(outcome.stepId())).findFirst();
    if (step.isEmpty()) {
      return Optional.of("the plan has no such step");
    }
    boolean paid = outcome.verdict() == Verdict.COMPLETED;
    BigInteger price = paid ? step.get().price() : BigInteger.ZERO;
    BigInteger fee = paid ? step.get().fee() : BigInteger.ZERO;
    if (!outcome.amount().equals(price) || !outcome.fee().equals(fee)) {
      return Optional.of("the receipt's amount or fee is not the plan's");
    }
    return paid && !outcome.agent().equals(step.get().agent())
        ? Optional.of("the receipt is signed by another agent than the plan's")
        : Optional.empty();
  }
}
