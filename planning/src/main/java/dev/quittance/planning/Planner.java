package dev.quittance.planning;

import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.Plan;
import dev.quittance.planning.document.PlanStep;
import dev.quittance.planning.document.Policy;
import dev.quittance.planning.document.Tenant;
import dev.quittance.planning.graph.GraphResult;
import dev.quittance.planning.graph.PlanGraph;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns an order into a plan or a refusal. Pure: the same order, catalogue and time give the same
 * bytes in any process, which is what an auditor relies on.
 *
 * <p>The checks, in this order; the first that fails is the refusal:
 *
 * <ol>
 *   <li>deadline: {@code past-deadline}
 *   <li>tenant: {@code unknown-tenant}, {@code tenant-suspended}, {@code unknown-policy}
 *   <li>policy on the order: {@code policy-max-steps}, {@code policy-service} (first step that asks
 *       for one)
 *   <li>graph: {@code unknown-step}, {@code cyclic-steps}
 *   <li>vendor of each step in sequence: {@code unknown-service}, {@code policy-vendor}, {@code
 *       no-vendor}
 *   <li>money: {@code policy-order-cap}, {@code budget-too-small}; then {@code policy-day-cap}, by
 *       {@link DayCap}
 * </ol>
 */
public final class Planner {
  private static final long DAY_MS = 86_400_000;

  private Planner() {}

  /**
   * Decides an order.
   *
   * @param orderHash the order's hash, as its record carries it
   * @param decidedAtMs append time of the record that makes the planner decide, unix ms
   */
  public static PlanDecision decide(
      Order order, Hash32 orderHash, Catalogue catalogue, long decidedAtMs) {
    if (decidedAtMs >= order.deadlineMs()) {
      return refused(
          RefusalCode.PAST_DEADLINE,
          "decided at " + decidedAtMs + ", and the deadline was " + order.deadlineMs());
    }
    Optional<Hashed<Tenant>> tenant = catalogue.tenant(order.tenant());
    if (tenant.isEmpty()) {
      return refused(RefusalCode.UNKNOWN_TENANT, "there is no tenant " + order.tenant());
    }
    if (tenant.get().document().status() == Tenant.Status.SUSPENDED) {
      return refused(RefusalCode.TENANT_SUSPENDED, "tenant " + order.tenant() + " is suspended");
    }
    String policyId = tenant.get().document().policy();
    Optional<Hashed<Policy>> policy = catalogue.policy(policyId);
    if (policy.isEmpty()) {
      return refused(
          RefusalCode.UNKNOWN_POLICY,
          "there is no policy " + policyId + ", which tenant " + order.tenant() + " names");
    }
    return new Case(order, orderHash, catalogue, decidedAtMs, tenant.get(), policy.get()).decide();
  }

  private static PlanDecision.Refused refused(RefusalCode code, String message) {
    return new PlanDecision.Refused(code, message);
  }

  /** An order in time, of a tenant and under a policy that exist. */
  private record Case(
      Order order,
      Hash32 orderHash,
      Catalogue catalogue,
      long decidedAtMs,
      Hashed<Tenant> tenant,
      Hashed<Policy> policy) {

    PlanDecision decide() {
      return checkPolicy().<PlanDecision>map(refusal -> refusal).orElseGet(this::decideGraph);
    }

    private Optional<PlanDecision.Refused> checkPolicy() {
      Policy rules = policy.document();
      if (order.steps().size() > rules.maxStepsOrDefault()) {
        return Optional.of(
            refused(
                RefusalCode.POLICY_MAX_STEPS,
                "the order has %d steps, and policy %s allows %d"
                    .formatted(order.steps().size(), rules.id(), rules.maxStepsOrDefault())));
      }
      return order.steps().stream()
          .filter(step -> !rules.allowsService(step.service()))
          .findFirst()
          .map(step ->
              refused(
                  RefusalCode.POLICY_SERVICE,
                  "step %s: policy %s does not allow %s"
                      .formatted(step.name(), rules.id(), step.service())));
    }

    private PlanDecision decideGraph() {
      return switch (PlanGraph.of(order.steps())) {
        case GraphResult.UnknownStep(String step, String unknown) ->
            refused(
                RefusalCode.UNKNOWN_STEP,
                "step " + step + " needs " + unknown + ", which the order does not have");
        case GraphResult.Cycle cycle ->
            refused(RefusalCode.CYCLIC_STEPS, "steps wait for each other: " + cycle.path());
        case GraphResult.Valid(PlanGraph graph) -> decideVendors(graph);
      };
    }

    private PlanDecision decideVendors(PlanGraph graph) {
      List<PlanStep> steps = new ArrayList<>();
      for (OrderStep step : order.steps()) {
        switch (VendorSelection.select(step, policy.document(), catalogue)) {
          case Selection.NoneFits(RefusalCode code, String message) -> {
            return refused(code, message);
          }
          case Selection.Selected selected ->
              steps.add(planStep(steps.size(), step, selected, graph.needs().get(steps.size())));
        }
      }
      return decideMoney(steps);
    }

    private PlanStep planStep(
        int index, OrderStep step, Selection.Selected selected, List<Integer> needs) {
      return new PlanStep(
          index,
          step.name(),
          step.service(),
          selected.agent().document().id(),
          selected.agent().document().address(),
          selected.agent().hash(),
          selected.offer().executor(),
          selected.offer().price(),
          policy.document().feeOn(selected.offer().price()),
          selected.offer().timeoutMsOrDefault(),
          selected.scorePpm(),
          needs);
    }

    private PlanDecision decideMoney(List<PlanStep> steps) {
      BigInteger total =
          steps.stream().map(PlanStep::price).reduce(BigInteger.ZERO, BigInteger::add);
      BigInteger cap = policy.document().perOrderCap();
      if (cap != null && total.compareTo(cap) > 0) {
        return refused(
            RefusalCode.POLICY_ORDER_CAP,
            "the order costs "
                + total
                + ", and policy "
                + policy.document().id()
                + " allows "
                + cap);
      }
      if (total.compareTo(order.budget()) > 0) {
        return refused(
            RefusalCode.BUDGET_TOO_SMALL,
            "the order costs " + total + ", and its budget is " + order.budget());
      }
      Plan plan = plan(steps, total);
      return new PlanDecision.Planned(plan, plan.hash(), reservation(plan));
    }

    private Plan plan(List<PlanStep> steps, BigInteger total) {
      return new Plan(
          order.orderId(),
          orderHash,
          order.tenant(),
          tenant.document().buyer(),
          order.asset(),
          order.budget(),
          order.deadlineMs(),
          decidedAtMs,
          catalogue.agentsOffset(),
          catalogue.policiesOffset(),
          tenant.hash(),
          policy.hash(),
          policy.document().feeBps(),
          policy.document().feeRecipient(),
          steps,
          total);
    }

    private Optional<DayReservation> reservation(Plan plan) {
      return Optional.ofNullable(policy.document().perDayCap())
          .map(cap ->
              new DayReservation(
                  plan.orderId(),
                  plan.tenant(),
                  Math.floorDiv(decidedAtMs, DAY_MS),
                  plan.total(),
                  cap));
    }
  }
}
