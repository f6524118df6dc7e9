package dev.quittance.executor.domain;

import dev.quittance.executor.domain.RunCommand.AttemptAdmitted;
import dev.quittance.executor.domain.RunCommand.RefusePlan;
import dev.quittance.executor.domain.RunCommand.StartRun;
import dev.quittance.executor.domain.RunCommand.StepResult;
import dev.quittance.executor.domain.RunCommand.TimerFired;
import dev.quittance.executor.domain.StepState.Backoff;
import dev.quittance.executor.domain.StepState.Requested;
import dev.quittance.executor.domain.StepState.Running;
import java.util.List;
import java.util.Optional;

/**
 * Walks a plan's graph, one command at a time; pure.
 *
 * <p>Every step gets exactly one execution. A step begins once all that it needs is completed; when
 * it is not completed itself, those that need it, directly or through others, are cancelled, and
 * all others go on. The first result of the attempt that is running counts, later ones don't.
 *
 * <p>A step of a built-in executor runs at once. For any other, room is asked for each attempt, and
 * its task goes out when room is given. An attempt that was given room gives it back when its first
 * result is read or the deadline comes, and room that nobody waits for is given back at once, so
 * that none is ever lost.
 */
public final class RunDecider {
  /** The deadline came before the step's output. */
  static final String PAST_DEADLINE = "past-deadline";

  /** A step that this one needs was not completed. */
  static final String NEEDED_STEP_NOT_COMPLETED = "needed-step-not-completed";

  /** Plan and order can't be read or don't fit together. */
  static final String MALFORMED_PLAN = "malformed-plan";

  private final RetryPolicy retries;

  /**
   * @param retries what follows when an attempt fails
   */
  public RunDecider(RetryPolicy retries) {
    this.retries = retries;
  }

  /** Decides one command about one order. */
  public RunDecision decide(RunState state, RunCommand command) {
    return switch (command) {
      case StartRun start -> isKnown(state) ? planAgain(state) : start(start);
      case RefusePlan refusal -> isKnown(state) ? planAgain(state) : refuse(refusal);
      case StepResult result ->
          switch (state) {
            case RunState.Active(Run run) -> end(state, run, result);
            case RunState.Unknown _, RunState.Ended _ ->
                RunDecision.ignored(state, "no run waits for a result of step " + result.stepId());
          };
      case AttemptAdmitted admitted ->
          switch (state) {
            case RunState.Active(Run run) -> admit(state, run, admitted);
            case RunState.Unknown _, RunState.Ended _ -> giveBack(state, admitted);
          };
      case TimerFired fired ->
          switch (state) {
            case RunState.Active(Run run) -> wake(state, run, fired);
            case RunState.Unknown _, RunState.Ended _ ->
                RunDecision.ignored(state, "no run waits for timer " + fired.timerId());
          };
    };
  }

  private static boolean isKnown(RunState state) {
    return switch (state) {
      case RunState.Unknown _ -> false;
      case RunState.Active _, RunState.Ended _ -> true;
    };
  }

  private static RunDecision planAgain(RunState state) {
    return RunDecision.ignored(state, "the order has a plan already");
  }

  private RunDecision start(StartRun start) {
    Run run = Run.of(start.plan(), start.planHash(), start.order(), start.graph());
    return turn(run, start).startReady();
  }

  private static RunDecision refuse(RefusePlan refusal) {
    return new RunDecision(
        new RunState.Ended(), List.of(new RunEffect.Complete(Execution.ofOrder(refusal))));
  }

  private RunDecision end(RunState state, Run run, StepResult result) {
    int index = run.stepIds().indexOf(result.stepId());
    if (index < 0) {
      return RunDecision.ignored(state, "the plan has no step " + result.stepId());
    }
    return switch (run.steps().get(index)) {
      case Running(Attempt attempt) when attempt.number() == result.attempt() ->
          turn(run, result).end(index, attempt, result);
      case Requested(Attempt attempt)
          when attempt.number() == result.attempt() && isNobodys(result) ->
          turn(run, result).endUnasked(index, attempt, result);
      case StepState other ->
          RunDecision.ignored(
              state,
              "attempt %d at step %d is not awaited: %s".formatted(result.attempt(), index, other));
    };
  }

  /** No worker can have a result before its task was sent; that there is no input can be one. */
  private static boolean isNobodys(StepResult result) {
    return result.doneBy() instanceof DoneBy.Nobody;
  }

  private RunDecision admit(RunState state, Run run, AttemptAdmitted admitted) {
    int index = run.stepIds().indexOf(admitted.stepId());
    if (index < 0) {
      return giveBack(state, admitted);
    }
    return switch (run.steps().get(index)) {
      case Requested(Attempt attempt) when attempt.number() == admitted.attempt() ->
          turn(run, admitted).begin(index, attempt);
      case Running(Attempt attempt) when attempt.number() == admitted.attempt() ->
          RunDecision.ignored(
              state, "attempt %d at step %d has begun".formatted(attempt.number(), index));
      case StepState _ -> giveBack(state, admitted);
    };
  }

  private static RunDecision giveBack(RunState state, AttemptAdmitted admitted) {
    return new RunDecision(
        state,
        List.of(
            new RunEffect.EndAdmission(admitted.orderId(), admitted.stepId(), admitted.attempt())));
  }

  private RunDecision wake(RunState state, Run run, TimerFired fired) {
    Optional<RunTimer> awaited =
        state.timers().stream()
            .filter(timer -> timer.id().equals(fired.timerId()))
            .filter(timer -> timer.dueAtMs() == fired.dueAtMs())
            .findFirst();
    if (awaited.isEmpty() || fired.appendedAtMs() < fired.dueAtMs()) {
      return RunDecision.ignored(
          state, "timer %s is not awaited at %d".formatted(fired.timerId(), fired.appendedAtMs()));
    }
    return switch (awaited.get()) {
      case RunTimer.Deadline _ -> turn(run, fired).expire();
      case RunTimer.Retry(int index, int _, long _)
          when run.steps().get(index) instanceof Backoff(Attempt next, long _) ->
          turn(run, fired).askAgain(index, next);
      case RunTimer.Retry retry ->
          throw new IllegalStateException("a timer that follows from no step: " + retry);
    };
  }

  private RunTurn turn(Run run, RunCommand command) {
    return new RunTurn(run, retries, command.appendedAtMs());
  }
}
