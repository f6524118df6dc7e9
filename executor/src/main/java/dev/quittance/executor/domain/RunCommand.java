package dev.quittance.executor.domain;

import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.Plan;
import dev.quittance.planning.graph.PlanGraph;
import dev.quittance.receipts.crypto.Bytes;

/** What a run is told, each with the append time of the record that causes it. */
public sealed interface RunCommand {
  /** Append time, unix ms: the only time that a run knows. */
  long appendedAtMs();

  /**
   * An order was planned. {@link PlanReading} makes sure that the parts fit together.
   *
   * @param graph the plan's graph
   */
  record StartRun(Plan plan, Hash32 planHash, Order order, PlanGraph graph, long appendedAtMs)
      implements RunCommand {}

  /**
   * A plan can't be walked.
   *
   * @param orderHash SHA-256 of the order's bytes as they are
   * @param tenant empty when it can't be read
   * @param buyer the zero address when it can't be read, as is the asset
   * @param message what is wrong, for people
   */
  record RefusePlan(
      Hash32 orderId,
      Hash32 planHash,
      Hash32 orderHash,
      String tenant,
      String buyer,
      String asset,
      String message,
      long appendedAtMs)
      implements RunCommand {}

  /** What became of an attempt at a step. */
  sealed interface StepResult extends RunCommand {
    /** The step. */
    Hash32 stepId();

    /** From 1. */
    int attempt();

    /** Who worked on it. */
    DoneBy doneBy();
  }

  /**
   * An attempt at a step brought its output, which is stored.
   *
   * @param outputHash SHA-256 of the output
   */
  record StepSucceeded(
      Hash32 stepId, int attempt, Hash32 outputHash, Bytes output, DoneBy doneBy, long appendedAtMs)
      implements StepResult {}

  /**
   * An attempt at a step did not succeed.
   *
   * @param failure decides whether the step has failed with it
   */
  record StepFailed(Hash32 stepId, int attempt, Failure failure, DoneBy doneBy, long appendedAtMs)
      implements StepResult {}

  /**
   * The limits leave room for an attempt.
   *
   * @param attempt from 1
   */
  record AttemptAdmitted(Hash32 orderId, Hash32 stepId, int attempt, long appendedAtMs)
      implements RunCommand {}

  /**
   * A time has come, as somebody's clock has it.
   *
   * @param timerId as {@link RunTimer#id()} gives it
   * @param dueAtMs unix ms; appended before this time, it means nothing
   */
  record TimerFired(String timerId, long dueAtMs, long appendedAtMs) implements RunCommand {}
}
