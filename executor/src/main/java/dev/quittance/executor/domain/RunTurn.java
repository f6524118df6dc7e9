package dev.quittance.executor.domain;

import dev.quittance.executor.domain.RunCommand.StepFailed;
import dev.quittance.executor.domain.RunCommand.StepResult;
import dev.quittance.executor.domain.RunCommand.StepSucceeded;
import dev.quittance.executor.domain.StepState.Cancelled;
import dev.quittance.executor.domain.StepState.Completed;
import dev.quittance.executor.domain.StepState.Expired;
import dev.quittance.executor.domain.StepState.Failed;
import dev.quittance.executor.domain.StepState.Running;
import dev.quittance.executor.domain.StepState.Waiting;
import dev.quittance.planning.document.PlanStep;
import dev.quittance.receipts.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one command makes of a run; made for it and used once. Not thread-safe. */
final class RunTurn {
  private static final int FIRST_ATTEMPT = 1;
  private static final String BUILTIN = "builtin/";

  private final Run run;
  private final long atMs;
  private final List<StepState> steps;
  private final List<RunEffect> effects = new ArrayList<>();

  RunTurn(Run run, long atMs) {
    this.run = run;
    this.atMs = atMs;
    this.steps = new ArrayList<>(run.steps());
  }

  /** Begins every step that has all that it needs. */
  RunDecision startReady() {
    Set<Integer> begun = new HashSet<>();
    Set<Integer> completed = new HashSet<>();
    for (int index = 0; index < steps.size(); index++) {
      switch (steps.get(index)) {
        case Waiting _ -> {}
        case Completed _ -> {
          begun.add(index);
          completed.add(index);
        }
        case Running _, Failed _, Cancelled _, Expired _ -> begun.add(index);
      }
    }
    run.graph().ready(begun, completed).forEach(this::start);
    return decision();
  }

  /** Ends a running step by its result. */
  RunDecision end(int index, Running running, StepResult result) {
    if (isPastDeadline()) {
      String message = "its result came at %d, and the %s".formatted(atMs, deadline());
      stop(index, new Expired(), StepEnd.tooLate(running, message, result.doneBy()));
      return decision();
    }
    switch (result) {
      case StepSucceeded success -> {
        steps.set(index, new Completed(success.outputHash(), Optional.of(success.output())));
        complete(index, StepEnd.completed(running, success));
      }
      case StepFailed failure -> stop(index, new Failed(), StepEnd.failed(running, failure));
    }
    return startReady();
  }

  private void start(int index) {
    if (isPastDeadline()) {
      String message = "it could begin at %d, and the %s".formatted(atMs, deadline());
      stop(
          index,
          new Expired(),
          StepEnd.notBegun(Verdict.EXPIRED, RunDecider.PAST_DEADLINE, message));
      return;
    }
    switch (InputRendering.of(run, steps, index)) {
      case InputRendering.Ready(TaskInput input) -> {
        steps.set(index, new Running(FIRST_ATTEMPT, input.hash()));
        effects.add(work(index, input));
      }
      case InputRendering.Unfit(String code, String message) ->
          stop(index, new Failed(), StepEnd.notBegun(Verdict.FAILED, code, message));
    }
  }

  private RunEffect work(int index, TaskInput input) {
    PlanStep step = run.plan().steps().get(index);
    return step.executor().startsWith(BUILTIN)
        ? new RunEffect.RunInline(run.stepIds().get(index), FIRST_ATTEMPT, step.executor(), input)
        : new RunEffect.Dispatch(task(step, input));
  }

  private Task task(PlanStep step, TaskInput input) {
    return new Task(
        run.plan().orderId(),
        run.stepIds().get(step.index()),
        step.index(),
        FIRST_ATTEMPT,
        step.agentId(),
        step.agent(),
        step.service(),
        step.executor(),
        input,
        step.timeoutMs(),
        run.plan().deadlineMs(),
        run.stepIds().get(step.index()).hex(),
        run.plan().tenant());
  }

  /** Ends a step without an output; whatever needs it still waits, and is called off. */
  private void stop(int index, StepState state, StepEnd end) {
    steps.set(index, state);
    complete(index, end);
    for (int dependent : run.graph().dependents(index)) {
      if (steps.get(dependent) instanceof Waiting) {
        steps.set(dependent, new Cancelled());
        complete(dependent, cancelled(index));
      }
    }
  }

  private StepEnd cancelled(int stopped) {
    String message =
        "step " + run.plan().steps().get(stopped).name() + " was not completed, and this needs it";
    return StepEnd.notBegun(Verdict.CANCELLED, RunDecider.NEEDED_STEP_NOT_COMPLETED, message);
  }

  private void complete(int index, StepEnd end) {
    effects.add(new RunEffect.Complete(Execution.ofStep(run, index, end, atMs)));
  }

  private boolean isPastDeadline() {
    return atMs >= run.plan().deadlineMs();
  }

  private String deadline() {
    return "deadline was " + run.plan().deadlineMs();
  }

  private RunDecision decision() {
    boolean active = steps.stream().anyMatch(Running.class::isInstance);
    RunState state = active ? new RunState.Active(run.withSteps(steps)) : new RunState.Ended();
    return new RunDecision(state, effects);
  }
}
