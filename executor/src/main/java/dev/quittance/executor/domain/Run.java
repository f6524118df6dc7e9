package dev.quittance.executor.domain;

import dev.quittance.executor.domain.StepState.Backoff;
import dev.quittance.executor.domain.StepState.Cancelled;
import dev.quittance.executor.domain.StepState.Completed;
import dev.quittance.executor.domain.StepState.Expired;
import dev.quittance.executor.domain.StepState.Failed;
import dev.quittance.executor.domain.StepState.Requested;
import dev.quittance.executor.domain.StepState.Running;
import dev.quittance.executor.domain.StepState.Waiting;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.Plan;
import dev.quittance.planning.document.PlanStep;
import dev.quittance.planning.graph.InputTemplate;
import dev.quittance.planning.graph.PlanGraph;
import dev.quittance.receipts.crypto.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A plan on its way.
 *
 * @param order holds the inputs; its steps are those of the plan, in the same sequence
 * @param stepIds ids of the steps, by index
 * @param steps where the steps stand, by index
 */
public record Run(
    Plan plan,
    Hash32 planHash,
    Order order,
    PlanGraph graph,
    List<Hash32> stepIds,
    List<StepState> steps) {
  private static final String BUILTIN = "builtin/";

  /** Keeps immutable copies. */
  public Run {
    stepIds = List.copyOf(stepIds);
    steps = List.copyOf(steps);
  }

  /** A run none of whose steps has begun. */
  public static Run of(Plan plan, Hash32 planHash, Order order, PlanGraph graph) {
    int count = plan.steps().size();
    return new Run(
        plan,
        planHash,
        order,
        graph,
        IntStream.range(0, count).mapToObj(index -> Plan.stepId(planHash, index)).toList(),
        Collections.nCopies(count, new Waiting()));
  }

  /** The run with its steps standing elsewhere. */
  public Run withSteps(List<StepState> newSteps) {
    return new Run(plan, planHash, order, graph, stepIds, newSteps);
  }

  /**
   * The outputs that steps which may still begin will be given, and that are not at hand: indices
   * of the steps that brought them, ascending. Whoever has read the run from a store adds them by
   * {@link #withOutput}.
   */
  public List<Integer> outputsToLoad() {
    NavigableSet<Integer> wanted = new TreeSet<>();
    for (int index = 0; index < steps.size(); index++) {
      if (mayBegin(steps.get(index))) {
        InputTemplate.references(order.steps().get(index))
            .forEach(reference -> indexOfName(reference.step()).ifPresent(wanted::add));
      }
    }
    return wanted.stream()
        .filter(index ->
            steps.get(index) instanceof Completed completed && completed.output().isEmpty())
        .toList();
  }

  private static boolean mayBegin(StepState step) {
    return switch (step) {
      case Waiting _, Requested _, Backoff _ -> true;
      case Running _, Completed _, Failed _, Cancelled _, Expired _ -> false;
    };
  }

  /** The hash of a completed step's output. */
  public Hash32 outputHash(int index) {
    return completed(index).outputHash();
  }

  /** The run with the output of a completed step at hand. */
  public Run withOutput(int index, Bytes output) {
    List<StepState> newSteps = new ArrayList<>(steps);
    newSteps.set(index, new Completed(completed(index).outputHash(), Optional.of(output)));
    return withSteps(newSteps);
  }

  /** Whether a step is one of a built-in executor, which runs where the plan is walked. */
  boolean isInline(int index) {
    return plan.steps().get(index).executor().startsWith(BUILTIN);
  }

  /** The task of an attempt at a step; every attempt has the same idempotency key. */
  Task task(int index, int attempt, TaskInput input) {
    PlanStep step = plan.steps().get(index);
    Hash32 stepId = stepIds.get(index);
    return new Task(
        plan.orderId(),
        stepId,
        index,
        attempt,
        step.agentId(),
        step.agent(),
        step.service(),
        step.executor(),
        input,
        step.timeoutMs(),
        plan.deadlineMs(),
        stepId.hex(),
        plan.tenant(),
        step.price(),
        plan.buyer());
  }

  private Completed completed(int index) {
    return switch (steps.get(index)) {
      case Completed completed -> completed;
      case StepState other ->
          throw new IllegalArgumentException("step " + index + " has no output: " + other);
    };
  }

  private Optional<Integer> indexOfName(String name) {
    return IntStream.range(0, steps.size())
        .filter(index -> order.steps().get(index).name().equals(name))
        .boxed()
        .findFirst();
  }
}
