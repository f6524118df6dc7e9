package dev.quittance.settler.avro;

import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.Plan;
import dev.quittance.planning.document.PlanStep;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.Credit;
import dev.quittance.schemas.avro.OrderSettled;
import dev.quittance.schemas.avro.PlanMade;
import dev.quittance.schemas.avro.SettlementsRecord;
import dev.quittance.settler.domain.PlanTerms;
import dev.quittance.settler.domain.PlanTerms.StepTerms;
import dev.quittance.settler.domain.Settlement;
import java.util.List;
import java.util.Optional;

/** From plan records to terms, from settlements to their records. */
public final class SettlementMapping {
  private SettlementMapping() {}

  /** What a plan promises; empty when the plan can't be read. */
  public static Optional<PlanTerms> terms(PlanMade made) {
    return Plan.parse(AvroValues.bytes(made.getPlan())) instanceof Parsed.Ok<Plan>(Plan plan)
        ? Optional.of(terms(made, plan))
        : Optional.empty();
  }

  private static PlanTerms terms(PlanMade made, Plan plan) {
    Bytes32 planHash = Bytes32.copyOf(made.getPlanHash().bytes());
    List<StepTerms> steps = plan.steps().stream().map(step -> step(planHash, step)).toList();
    return new PlanTerms(
        plan.tenant(),
        Address.fromHex(plan.buyer()),
        Address.fromHex(plan.asset()),
        plan.budget(),
        steps);
  }

  /** The record of a settlement. */
  public static SettlementsRecord record(byte[] orderId, Settlement settlement) {
    List<Credit> credits =
        settlement.credits().entrySet().stream()
            .map(credit ->
                new Credit(
                    AvroValues.address20(credit.getKey().toByteArray()),
                    AvroValues.uint256(credit.getValue())))
            .toList();
    return new SettlementsRecord(
        new OrderSettled(
            AvroValues.hash32(orderId),
            settlement.tenant(),
            AvroValues.address20(settlement.buyer().toByteArray()),
            AvroValues.address20(settlement.asset().toByteArray()),
            settlement.verdict().code(),
            settlement.steps(),
            settlement.completedSteps(),
            AvroValues.uint256(settlement.budget()),
            credits,
            AvroValues.uint256(settlement.fees()),
            AvroValues.uint256(settlement.refunded()),
            settlement.settledAtMs()));
  }

  private static StepTerms step(Bytes32 planHash, PlanStep step) {
    byte[] stepId = Plan.stepId(Hash32.of(planHash.toByteArray()), step.index()).bytes();
    return new StepTerms(
        Bytes32.wrap(stepId), Address.fromHex(step.agent()), step.price(), step.fee());
  }
}
