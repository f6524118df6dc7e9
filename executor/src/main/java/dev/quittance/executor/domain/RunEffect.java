package dev.quittance.executor.domain;

import dev.quittance.planning.document.Hash32;

/** What a run wants done, in this order. */
public sealed interface RunEffect {
  /**
   * A built-in executor is to be run here and now, and its outcome to be told to the run.
   *
   * @param executor as the plan names it
   */
  record RunInline(Hash32 stepId, int attempt, String executor, TaskInput input)
      implements RunEffect {}

  /** A worker is to do a task. */
  record Dispatch(Task task) implements RunEffect {}

  /** A step or an order has ended. */
  record Complete(Execution execution) implements RunEffect {}

  /** The command changes nothing. */
  record Ignore(String reason) implements RunEffect {}
}
