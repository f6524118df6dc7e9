package dev.quittance.planning.document;

import java.math.BigInteger;
import java.util.List;

/**
 * {@code quittance-plan/v1}: who does each step of an order and for what price, and everything that
 * this was decided from. Whoever folds the catalogues up to the cited offsets and decides the order
 * again at {@code decidedAtMs} gets the same bytes.
 *
 * @param orderId the order's id
 * @param orderHash hash of the order
 * @param tenant id of the tenant
 * @param buyer the tenant's address, which pays
 * @param asset token of all amounts
 * @param budget the order's budget
 * @param deadlineMs the order's deadline, unix ms
 * @param decidedAtMs when it was decided, unix ms
 * @param agentsOffset next offset of the agents log: all documents below it were folded
 * @param policiesOffset next offset of the log of tenants and policies
 * @param tenantHash hash of the tenant's document
 * @param policyHash hash of the policy's document
 * @param feeBps the policy's fee
 * @param feeRecipient who gets the fees
 * @param steps in the order's sequence
 * @param total sum of the prices, at most the budget
 */
public record Plan(
    Hash32 orderId,
    Hash32 orderHash,
    String tenant,
    String buyer,
    String asset,
    BigInteger budget,
    long deadlineMs,
    long decidedAtMs,
    long agentsOffset,
    long policiesOffset,
    Hash32 tenantHash,
    Hash32 policyHash,
    int feeBps,
    String feeRecipient,
    List<PlanStep> steps,
    BigInteger total)
    implements Document {
  /** The {@code format} member. */
  public static final String FORMAT = "quittance-plan/v1";

  /** The {@code selection} member: how vendors were chosen. */
  public static final String SELECTION = "agentrunner-utility/v1";

  /** Keeps an immutable copy of the steps. */
  public Plan {
    steps = List.copyOf(steps);
  }

  /**
   * Strictly parses UTF-8 JSON; also refuses a plan whose indices, needs, fees or total do not fit
   * together.
   */
  public static Parsed<Plan> parse(byte[] utf8) {
    return DocumentReader.parse(utf8, Plan::read);
  }

  /**
   * SHA-256(planHash ‖ index as u32, big-endian): the id of a step in tasks, executions and
   * receipts.
   */
  public static Hash32 stepId(Hash32 planHash, int index) {
    return planHash.child(index);
  }

  @Override
  public CanonicalJson canonical() {
    return new ObjectWriter()
        .put("format", FORMAT)
        .put("orderId", orderId)
        .put("orderHash", orderHash)
        .put("tenant", tenant)
        .put("buyer", buyer)
        .put("asset", asset)
        .put("budget", budget)
        .decimal("deadline", deadlineMs)
        .decimal("decidedAt", decidedAtMs)
        .decimal("agentsOffset", agentsOffset)
        .decimal("policiesOffset", policiesOffset)
        .put("tenantHash", tenantHash)
        .put("policyHash", policyHash)
        .put("feeBps", feeBps)
        .put("feeRecipient", feeRecipient)
        .put("selection", SELECTION)
        .objects("steps", steps.stream().map(PlanStep::json).toList())
        .put("total", total)
        .canonical();
  }

  private static Plan read(MemberReader members) {
    members.constant("format", FORMAT);
    members.constant("selection", SELECTION);
    Plan plan =
        new Plan(
            members.hash("orderId"),
            members.hash("orderHash"),
            members.text("tenant", Shape.ID),
            members.text("buyer", Shape.ADDRESS),
            members.text("asset", Shape.ADDRESS),
            members.amount("budget"),
            members.decimal("deadline"),
            members.decimal("decidedAt"),
            members.decimal("agentsOffset"),
            members.decimal("policiesOffset"),
            members.hash("tenantHash"),
            members.hash("policyHash"),
            members.integer("feeBps", 0, Limits.BPS),
            members.text("feeRecipient", Shape.ADDRESS),
            members.objects("steps", 1, Limits.STEPS, PlanStep::read),
            members.amount("total"));
    plan.check(members);
    return plan;
  }

  private void check(MemberReader members) {
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i < steps.size(); i++) {
      PlanStep step = steps.get(i);
      sum = sum.add(step.price());
      String at = "step " + i;
      if (step.index() != i) {
        members.problem("steps", at + " has index " + step.index(), "index " + i);
      }
      if (step.fee().compareTo(step.price()) > 0) {
        members.problem("steps", at + " has a fee above its price", "a fee inside of the price");
      }
      checkNeeds(members, step, at);
    }
    if (!sum.equals(total)) {
      members.problem("total", "is " + total, "the sum of the prices, " + sum);
    }
    if (total.compareTo(budget) > 0) {
      members.problem("total", "is above the budget", "at most " + budget);
    }
  }

  private void checkNeeds(MemberReader members, PlanStep step, String at) {
    int previous = -1;
    for (int need : step.needs()) {
      if (need <= previous || need >= steps.size() || need == step.index()) {
        members.problem(
            "steps", at + " has needs " + step.needs(), "ascending indices of other steps");
        return;
      }
      previous = need;
    }
  }
}
