package dev.quittance.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.executor.domain.PlanReading;
import dev.quittance.executor.domain.RunCommand;
import dev.quittance.executor.domain.RunCommand.StartRun;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.InputRef;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.Plan;
import dev.quittance.planning.document.PlanStep;
import dev.quittance.planning.document.StepInput;
import dev.quittance.planning.graph.GraphResult;
import dev.quittance.planning.graph.PlanGraph;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.PlanMade;
import dev.quittance.schemas.avro.PlansRecord;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** An order and its plan, as the planner would hand them over. */
public record Planned(Plan plan, Hash32 planHash, Order order) {
  /** Every order's deadline, unix ms. */
  public static final long DEADLINE_MS = 2_000_000;

  /** A time before it. */
  public static final long IN_TIME_MS = 1_000_000;

  public static final String BUYER = "0x" + "b1".repeat(20);
  public static final String ASSET = "0x" + "a5".repeat(20);
  public static final String FEE_RECIPIENT = "0x" + "fe".repeat(20);
  public static final BigInteger FEE = BigInteger.TEN;

  private static final Hash32 SOME_HASH = Hash32.sha256(new byte[] {1});

  /** A step as tests describe it. */
  public record Step(String name, String executor, StepInput input, List<String> needs) {}

  /** A step with a JSON input; needs come from its references and from {@code needs}. */
  public static Step step(String name, String executor, String inputJson, String... needs) {
    return new Step(
        name, executor, new StepInput.Inline(new CanonicalJson(inputJson)), List.of(needs));
  }

  /** A step with a stored input. */
  public static Step stored(String name, String executor, byte[] input) {
    InputRef ref = new InputRef(Hash32.sha256(input), input.length);
    return new Step(name, executor, new StepInput.Stored(ref), List.of());
  }

  /** The order with these steps and its plan. */
  public static Planned of(Step... steps) {
    return of(List.of(steps));
  }

  /** The order with these steps and its plan. */
  public static Planned of(List<Step> steps) {
    return of("1", steps);
  }

  /** The same for an order of its own. */
  public static Planned of(String sourceId, List<Step> steps) {
    List<OrderStep> orderSteps =
        steps.stream()
            .map(step ->
                new OrderStep(
                    step.name(),
                    "some-service",
                    step.input(),
                    step.needs().isEmpty() ? null : step.needs(),
                    null,
                    null))
            .toList();
    Order order =
        new Order(
            "tenant",
            "test",
            sourceId,
            ASSET,
            BigInteger.valueOf(1_000_000),
            DEADLINE_MS,
            orderSteps);
    if (!(PlanGraph.of(orderSteps) instanceof GraphResult.Valid(PlanGraph graph))) {
      throw new AssertionError("not a graph: " + steps);
    }
    List<PlanStep> planSteps = new ArrayList<>();
    for (int index = 0; index < steps.size(); index++) {
      planSteps.add(planStep(index, steps.get(index), graph.needs().get(index)));
    }
    return of(plan(order, planSteps), order);
  }

  /** An order and its plan. */
  public static Planned of(Plan plan, Order order) {
    return new Planned(plan, plan.hash(), order);
  }

  /** The vendor of a step. */
  public static String agent(int index) {
    return "0x%040x".formatted(index + 1);
  }

  /** The price of a step. */
  public static BigInteger price(int index) {
    return BigInteger.valueOf(100L * (index + 1));
  }

  public Hash32 stepId(int index) {
    return Plan.stepId(planHash, index);
  }

  /** The step with this id. */
  public int indexOf(Hash32 stepId) {
    return plan.steps().stream()
        .map(PlanStep::index)
        .filter(index -> stepId(index).equals(stepId))
        .findFirst()
        .orElseThrow();
  }

  /** The command that starts its run. */
  public StartRun start(long appendedAtMs) {
    RunCommand command = command(appendedAtMs);
    assertThat(command).isInstanceOf(StartRun.class);
    return (StartRun) command;
  }

  /** What its record says. */
  public RunCommand command(long appendedAtMs) {
    return new PlanReading(
            order.orderId(),
            planHash,
            Bytes.wrap(plan.canonicalJson()),
            Bytes.wrap(order.canonicalJson()),
            appendedAtMs)
        .command();
  }

  /** Its record. */
  public PlansRecord record() {
    return new PlansRecord(
        new PlanMade(
            AvroValues.hash32(order.orderId().bytes()),
            AvroValues.hash32(planHash.bytes()),
            ByteBuffer.wrap(plan.canonicalJson()),
            ByteBuffer.wrap(order.canonicalJson())));
  }

  private static PlanStep planStep(int index, Step step, List<Integer> needs) {
    return new PlanStep(
        index,
        step.name(),
        "some-service",
        "agent-" + index,
        agent(index),
        SOME_HASH,
        step.executor(),
        price(index),
        FEE,
        30_000,
        500_000,
        needs);
  }

  private static Plan plan(Order order, List<PlanStep> steps) {
    return new Plan(
        order.orderId(),
        order.hash(),
        order.tenant(),
        BUYER,
        ASSET,
        order.budget(),
        order.deadlineMs(),
        IN_TIME_MS - 1,
        1,
        1,
        SOME_HASH,
        SOME_HASH,
        100,
        FEE_RECIPIENT,
        steps,
        steps.stream().map(PlanStep::price).reduce(BigInteger.ZERO, BigInteger::add));
  }
}
