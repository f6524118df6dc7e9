package dev.quittance.executor.domain;

import dev.quittance.executor.domain.RunCommand.StepFailed;
import dev.quittance.executor.domain.RunCommand.StepResult;
import dev.quittance.executor.domain.RunCommand.StepSucceeded;
import dev.quittance.executor.domain.StepState.Backoff;
import dev.quittance.executor.domain.StepState.Cancelled;
import dev.quittance.executor.domain.StepState.Completed;
import dev.quittance.executor.domain.StepState.Expired;
import dev.quittance.executor.domain.StepState.Failed;
import dev.quittance.executor.domain.StepState.Requested;
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
  private final Run run;
  private final RetryPolicy retries;
  private final long atMs;
  private final List<StepState> steps;
  private final List<RunEffect> effects = new ArrayList<>();

  RunTurn(Run run, RetryPolicy retries, long atMs) {
    this.run = run;
    this.retries = retries;
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
        case Requested _, Running _, Backoff _, Failed _, Cancelled _, Expired _ ->
            begun.add(index);
      }
    }
    run.graph().ready(begun, completed).forEach(this::start);
    return decision();
  }

  /** Sends a step's task out, since there is room for it. */
  RunDecision begin(int index, Attempt attempt) {
    if (isPastDeadline()) {
      giveRoomBack(index, attempt);
      stop(index, new Expired(), StepEnd.tooLateToBegin(attempt, tooLateToBegin()));
      return decision();
    }
    switch (InputRendering.of(run, steps, index)) {
      case InputRendering.Ready(TaskInput input) -> {
        steps.set(index, new Running(attempt));
        effects.add(new RunEffect.Dispatch(run.task(index, attempt.number(), input)));
      }
      case InputRendering.Unfit unfit -> {
        giveRoomBack(index, attempt);
        stopUnfit(index, unfit);
      }
    }
    return decision();
  }

  /** Asks for room for the next attempt, since the wait for it is over. */
  RunDecision askAgain(int index, Attempt next) {
    if (isPastDeadline()) {
      stop(index, new Expired(), StepEnd.tooLateToBegin(next, tooLateToBegin()));
      return decision();
    }
    switch (InputRendering.of(run, steps, index)) {
      case InputRendering.Ready(TaskInput input) -> ask(index, next, input);
      case InputRendering.Unfit unfit -> stopUnfit(index, unfit);
    }
    return decision();
  }

  /** Ends an attempt by its result. */
  RunDecision end(int index, Attempt attempt, StepResult result) {
    if (!run.isInline(index)) {
      giveRoomBack(index, attempt);
    }
    return endUnasked(index, attempt, result);
  }

  /** The same for an attempt for which no room was asked. */
  RunDecision endUnasked(int index, Attempt attempt, StepResult result) {
    if (isPastDeadline()) {
      String message = "its result came at %d, and the %s".formatted(atMs, deadline());
      stop(index, new Expired(), StepEnd.tooLate(attempt, message, result.doneBy()));
      return decision();
    }
    switch (result) {
      case StepSucceeded success -> {
        steps.set(index, new Completed(success.outputHash(), Optional.of(success.output())));
        complete(index, StepEnd.completed(attempt, success));
      }
      case StepFailed failed -> fail(index, attempt, failed);
    }
    return startReady();
  }

  /** The deadline has come: calls off all that has begun, and with it what waits for that. */
  RunDecision expire() {
    String message = "the " + deadline();
    for (int index = 0; index < steps.size(); index++) {
      switch (steps.get(index)) {
        case Running(Attempt attempt) -> {
          effects.add(cancel(index, attempt));
          giveRoomBack(index, attempt);
          stop(index, new Expired(), StepEnd.tooLate(attempt, message, DoneBy.Worker.silent()));
        }
        case Requested(Attempt attempt) -> {
          giveRoomBack(index, attempt);
          stop(index, new Expired(), StepEnd.tooLateToBegin(attempt, message));
        }
        case Backoff(Attempt next, long _) ->
            stop(index, new Expired(), StepEnd.tooLateToBegin(next, message));
        case Waiting _, Completed _, Failed _, Cancelled _, Expired _ -> {}
      }
    }
    return decision();
  }

  private void start(int index) {
    if (isPastDeadline()) {
      StepEnd end = StepEnd.notBegun(Verdict.EXPIRED, RunDecider.PAST_DEADLINE, tooLateToBegin());
      stop(index, new Expired(), end);
      return;
    }
    switch (InputRendering.of(run, steps, index)) {
      case InputRendering.Ready(TaskInput input) -> {
        Attempt first = Attempt.first(input.hash());
        if (run.isInline(index)) {
          runInline(index, first, input);
        } else {
          ask(index, first, input);
        }
      }
      case InputRendering.Unfit unfit -> stopUnfit(index, unfit);
    }
  }

  private void runInline(int index, Attempt attempt, TaskInput input) {
    steps.set(index, new Running(attempt));
    String executor = run.plan().steps().get(index).executor();
    effects.add(
        new RunEffect.RunInline(run.stepIds().get(index), attempt.number(), executor, input));
  }

  private void ask(int index, Attempt attempt, TaskInput input) {
    steps.set(index, new Requested(attempt));
    PlanStep step = run.plan().steps().get(index);
    effects.add(
        new RunEffect.RequestAdmission(
            run.plan().orderId(),
            run.stepIds().get(index),
            attempt.number(),
            run.plan().tenant(),
            step.agentId(),
            step.executor(),
            input));
  }

  private void giveRoomBack(int index, Attempt attempt) {
    effects.add(
        new RunEffect.EndAdmission(
            run.plan().orderId(), run.stepIds().get(index), attempt.number()));
  }

  private RunEffect cancel(int index, Attempt attempt) {
    return new RunEffect.Cancel(run.plan().orderId(), run.stepIds().get(index), attempt.number());
  }

  private void fail(int index, Attempt attempt, StepFailed failed) {
    Optional<Backoff> again =
        retries.next(failed.stepId(), attempt, failed.failure(), atMs, run.plan().deadlineMs());
    if (again.isPresent()) {
      steps.set(index, again.get());
    } else {
      stop(index, new Failed(), StepEnd.failed(attempt, failed));
    }
  }

  private void stopUnfit(int index, InputRendering.Unfit unfit) {
    stop(index, new Failed(), StepEnd.notBegun(Verdict.FAILED, unfit.code(), unfit.message()));
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

  private String tooLateToBegin() {
    return "it could begin at %d, and the %s".formatted(atMs, deadline());
  }

  private String deadline() {
    return "deadline was " + run.plan().deadlineMs();
  }

  private RunDecision decision() {
    boolean active = steps.stream().anyMatch(RunTurn::hasBegun);
    RunState state = active ? new RunState.Active(run.withSteps(steps)) : new RunState.Ended();
    return new RunDecision(state, effects);
  }

  private static boolean hasBegun(StepState step) {
    return switch (step) {
      case Requested _, Running _, Backoff _ -> true;
      case Waiting _, Completed _, Failed _, Cancelled _, Expired _ -> false;
    };
  }
}
