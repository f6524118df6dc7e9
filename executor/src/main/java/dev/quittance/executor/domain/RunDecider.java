package dev.quittance.executor.domain;

import dev.quittance.executor.domain.RunCommand.RefusePlan;
import dev.quittance.executor.domain.RunCommand.StartRun;
import dev.quittance.executor.domain.RunCommand.StepResult;
import dev.quittance.executor.domain.StepState.Running;
import java.util.List;

/**
 * Walks a plan's graph, one command at a time; pure.
 *
 * <p>Every step gets exactly one execution. A step begins once all that it needs is completed; when
 * it is not completed itself, those that need it, directly or through others, are cancelled, and
 * all others go on. The first result of the attempt that is running counts, later ones don't.
 */
public final class RunDecider {
  /** The deadline came before the step's output. */
  static final String PAST_DEADLINE = "past-deadline";

  /** A step that this one needs was not completed. */
  static final String NEEDED_STEP_NOT_COMPLETED = "needed-step-not-completed";

  /** Plan and order can't be read or don't fit together. */
  static final String MALFORMED_PLAN = "malformed-plan";

  private RunDecider() {}

  /** Decides one command about one order. */
  public static RunDecision decide(RunState state, RunCommand command) {
    return switch (command) {
      case StartRun start -> isKnown(state) ? planAgain(state) : start(start);
      case RefusePlan refusal -> isKnown(state) ? planAgain(state) : refuse(refusal);
      case StepResult result ->
          switch (state) {
            case RunState.Active(Run run) -> end(state, run, result);
            case RunState.Unknown _, RunState.Ended _ ->
                RunDecision.ignored(state, "no run waits for a result of step " + result.stepId());
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

  private static RunDecision start(StartRun start) {
    Run run = Run.of(start.plan(), start.planHash(), start.order(), start.graph());
    return new RunTurn(run, start.appendedAtMs()).startReady();
  }

  private static RunDecision refuse(RefusePlan refusal) {
    return new RunDecision(
        new RunState.Ended(), List.of(new RunEffect.Complete(Execution.ofOrder(refusal))));
  }

  private static RunDecision end(RunState state, Run run, StepResult result) {
    int index = run.stepIds().indexOf(result.stepId());
    if (index < 0) {
      return RunDecision.ignored(state, "the plan has no step " + result.stepId());
    }
    return switch (run.steps().get(index)) {
      case Running running when running.attempt() == result.attempt() ->
          new RunTurn(run, result.appendedAtMs()).end(index, running, result);
      case StepState other ->
          RunDecision.ignored(
              state,
              "attempt %d at step %d is not awaited: %s".formatted(result.attempt(), index, other));
    };
  }
}
