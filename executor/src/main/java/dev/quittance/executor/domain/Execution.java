package dev.quittance.executor.domain;

import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Plan;
import dev.quittance.planning.document.PlanStep;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import java.math.BigInteger;
import java.util.Optional;

/**
 * The end of a step, or of an order before any of its steps.
 *
 * @param stepId empty when the order ended as a whole
 * @param stepIndex position in the plan, or -1 when the order ended as a whole
 * @param attempt the attempt that decided it; 0 when none was begun
 * @param agent the vendor's address; empty when the house agent signs
 * @param amount what the buyer owes, fee included, in the asset's smallest unit
 * @param inputHash empty when there never was an input
 * @param outputHash empty unless completed
 * @param completedAtMs append time of the record that was decided, unix ms
 * @param code stable, empty when completed
 * @param message for people, empty when completed
 * @param executor name and revision of what ran, empty when nothing did
 * @param evidence how a worker did it, and in how many attempts; empty unless one did
 */
public record Execution(
    Hash32 orderId,
    Optional<Hash32> stepId,
    int stepIndex,
    int attempt,
    Optional<String> agent,
    String buyer,
    String asset,
    BigInteger amount,
    BigInteger fee,
    String feeRecipient,
    Verdict verdict,
    Hash32 orderHash,
    Hash32 planHash,
    Optional<Hash32> inputHash,
    Optional<Hash32> outputHash,
    long completedAtMs,
    String code,
    String message,
    String tenant,
    String service,
    String executor,
    Optional<CanonicalJson> evidence) {

  static Execution ofStep(Run run, int index, StepEnd end, long completedAtMs) {
    Plan plan = run.plan();
    PlanStep step = plan.steps().get(index);
    boolean paid = end.verdict() == Verdict.COMPLETED;
    return new Execution(
        plan.orderId(),
        Optional.of(run.stepIds().get(index)),
        index,
        end.attempt(),
        vendorAnswersFor(end.verdict()) ? Optional.of(step.agent()) : Optional.empty(),
        plan.buyer(),
        plan.asset(),
        paid ? step.price() : BigInteger.ZERO,
        paid ? step.fee() : BigInteger.ZERO,
        plan.feeRecipient(),
        end.verdict(),
        plan.orderHash(),
        run.planHash(),
        end.inputHash(),
        end.outputHash(),
        completedAtMs,
        end.code(),
        end.message(),
        plan.tenant(),
        step.service(),
        end.doneBy().executor(step),
        end.doneBy().evidence(end.attempt()));
  }

  static Execution ofOrder(RunCommand.RefusePlan refusal) {
    return new Execution(
        refusal.orderId(),
        Optional.empty(),
        -1,
        0,
        Optional.empty(),
        refusal.buyer(),
        refusal.asset(),
        BigInteger.ZERO,
        BigInteger.ZERO,
        Address.ZERO.toString(),
        Verdict.FAILED,
        refusal.orderHash(),
        refusal.planHash(),
        Optional.empty(),
        Optional.empty(),
        refusal.appendedAtMs(),
        RunDecider.MALFORMED_PLAN,
        refusal.message(),
        refusal.tenant(),
        "",
        "",
        Optional.empty());
  }

  /** Steps that were begun are the vendor's; what was called off is the house's to say. */
  private static boolean vendorAnswersFor(Verdict verdict) {
    return switch (verdict) {
      case COMPLETED, FAILED -> true;
      case BLOCKED, REJECTED, EXPIRED, CANCELLED -> false;
    };
  }
}
