package dev.quittance.planning.document;

import java.math.BigInteger;
import java.util.List;

/**
 * A step of an order with the vendor that was chosen for it.
 *
 * @param index its position in the order, from 0
 * @param name its name in the order
 * @param service the service wanted
 * @param agentId id of the chosen agent
 * @param agent the chosen agent's address
 * @param agentHash hash of the agent's document that was used
 * @param executor what does the work
 * @param price what the buyer pays, fee included; the vendor gets price − fee
 * @param fee what the fee recipient gets
 * @param timeoutMs after this time the step has failed
 * @param scorePpm the utility by which the vendor won
 * @param needs indices of the steps that must be completed first, ascending
 */
public record PlanStep(
    int index,
    String name,
    String service,
    String agentId,
    String agent,
    Hash32 agentHash,
    String executor,
    BigInteger price,
    BigInteger fee,
    int timeoutMs,
    int scorePpm,
    List<Integer> needs) {
  /** Keeps an immutable copy of the needs. */
  public PlanStep {
    needs = List.copyOf(needs);
  }

  /** What the vendor gets when the step is completed. */
  public BigInteger vendorCredit() {
    return price.subtract(fee);
  }

  static PlanStep read(MemberReader members) {
    return new PlanStep(
        members.integer("index", 0, Limits.STEPS - 1),
        members.text("name", Shape.STEP_NAME),
        members.text("service", Shape.ID),
        members.text("agentId", Shape.ID),
        members.text("agent", Shape.ADDRESS),
        members.hash("agentHash"),
        members.text("executor", Shape.EXECUTOR),
        members.amount("price"),
        members.amount("fee"),
        members.integer("timeoutMs", 1, Limits.DURATION_MS),
        members.integer("scorePpm", 0, Limits.PPM),
        members.integers("needs", 0, Limits.STEPS - 1, Limits.STEPS));
  }

  CanonicalJson json() {
    return new ObjectWriter()
        .put("index", index)
        .put("name", name)
        .put("service", service)
        .put("agentId", agentId)
        .put("agent", agent)
        .put("agentHash", agentHash)
        .put("executor", executor)
        .put("price", price)
        .put("fee", fee)
        .put("timeoutMs", timeoutMs)
        .put("scorePpm", scorePpm)
        .integers("needs", needs)
        .canonical();
  }
}
