package dev.quittance.executor.domain;

import dev.quittance.executor.domain.StepState.Backoff;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is known of an order's run. */
public sealed interface RunState {
  /** Nothing: its plan was not read, or it has ended and was forgotten. */
  record Unknown() implements RunState {}

  /** At least one step is worked on, or will be without anything else being completed first. */
  record Active(Run run) implements RunState {}

  /** Every step has its execution. */
  record Ended() implements RunState {}

  /**
   * The times at which it has to be decided again. Only a run that waits for outside work is ever
   * kept, so every run that is has its deadline as a timer.
   */
  default Set<RunTimer> timers() {
    return switch (this) {
      case Unknown _, Ended _ -> Set.of();
      case Active(Run run) -> timers(run);
    };
  }

  private static Set<RunTimer> timers(Run run) {
    Set<RunTimer> timers = new HashSet<>();
    timers.add(new RunTimer.Deadline(run.plan().deadlineMs()));
    List<StepState> steps = run.steps();
    for (int index = 0; index < steps.size(); index++) {
      if (steps.get(index) instanceof Backoff(Attempt next, long dueAtMs)) {
        timers.add(new RunTimer.Retry(index, next.number(), dueAtMs));
      }
    }
    return timers;
  }
}
