package dev.quittance.executor.domain;

import dev.quittance.executor.domain.RunCommand.RefusePlan;
import dev.quittance.executor.domain.RunCommand.StartRun;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.Plan;
import dev.quittance.planning.document.PlanStep;
import dev.quittance.planning.graph.GraphResult;
import dev.quittance.planning.graph.PlanGraph;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import java.util.List;

/**
 * What a plan's record says, before anything of it is believed; pure.
 *
 * @param plan the plan document's bytes
 * @param order the order document's bytes
 * @param appendedAtMs the record's append time, unix ms
 */
public record PlanReading(
    Hash32 orderId, Hash32 planHash, Bytes plan, Bytes order, long appendedAtMs) {

  /** A run to start, or to refuse because plan and order can't be read or don't fit together. */
  public RunCommand command() {
    Hash32 orderHash = Hash32.sha256(order.toByteArray());
    return switch (Plan.parse(plan.toByteArray())) {
      case Parsed.Bad<Plan> bad ->
          refuse(orderHash, "", Address.ZERO.toString(), Address.ZERO.toString(), bad.message());
      case Parsed.Ok<Plan>(Plan sound) -> command(sound, orderHash);
    };
  }

  private RunCommand command(Plan sound, Hash32 orderHash) {
    if (!sound.orderId().equals(orderId)) {
      return refuse(sound, orderHash, "the plan is of order " + sound.orderId());
    }
    if (!Hash32.sha256(plan.toByteArray()).equals(planHash)) {
      return refuse(sound, orderHash, "the plan's bytes do not have the plan's hash");
    }
    if (!sound.orderHash().equals(orderHash)) {
      return refuse(sound, orderHash, "the order's bytes do not have the hash that the plan cites");
    }
    return switch (Order.parse(order.toByteArray())) {
      case Parsed.Bad<Order> bad -> refuse(sound, orderHash, bad.message());
      case Parsed.Ok<Order>(Order planned) when !sameSteps(sound, planned) ->
          refuse(sound, orderHash, "the plan's steps are not those of its order");
      case Parsed.Ok<Order>(Order planned) -> command(sound, planned);
    };
  }

  private RunCommand command(Plan sound, Order planned) {
    return switch (PlanGraph.of(sound)) {
      case GraphResult.Valid(PlanGraph graph) ->
          new StartRun(sound, planHash, planned, graph, appendedAtMs);
      case GraphResult.Cycle cycle ->
          refuse(sound, sound.orderHash(), "steps wait for each other: " + cycle.path());
      case GraphResult.UnknownStep(String step, String unknown) ->
          refuse(sound, sound.orderHash(), "step " + step + " needs " + unknown);
    };
  }

  private static boolean sameSteps(Plan plan, Order order) {
    List<String> planned = plan.steps().stream().map(PlanStep::name).toList();
    return planned.equals(order.steps().stream().map(OrderStep::name).toList());
  }

  private RefusePlan refuse(Plan readable, Hash32 orderHash, String message) {
    return refuse(orderHash, readable.tenant(), readable.buyer(), readable.asset(), message);
  }

  private RefusePlan refuse(
      Hash32 orderHash, String tenant, String buyer, String asset, String message) {
    return new RefusePlan(
        orderId, planHash, orderHash, tenant, buyer, asset, message, appendedAtMs);
  }
}
