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

  /**
   * Room for an attempt is to be asked for; {@link RunCommand.AttemptAdmitted} is the answer. If
   * there is nothing to work on, nothing is asked, and the run is told so.
   *
   * @param input what the attempt will work on
   */
  record RequestAdmission(
      Hash32 orderId,
      Hash32 stepId,
      int attempt,
      String tenant,
      String agentId,
      String executor,
      TaskInput input)
      implements RunEffect {}

  /** An attempt for which room was asked has ended, or need not begin. */
  record EndAdmission(Hash32 orderId, Hash32 stepId, int attempt) implements RunEffect {}

  /** Whoever works on an attempt may stop: its result would not count. */
  record Cancel(Hash32 orderId, Hash32 stepId, int attempt) implements RunEffect {}

  /** A worker is to do a task. */
  record Dispatch(Task task) implements RunEffect {}

  /** A step or an order has ended. */
  record Complete(Execution execution) implements RunEffect {}

  /** The command changes nothing. */
  record Ignore(String reason) implements RunEffect {}
}
