package dev.quittance.executor.domain;

import dev.quittance.planning.document.PlanStep;

/** Who worked on a step. */
public sealed interface DoneBy {
  /** Nobody: there was nothing that could be worked on, or nobody who could do it. */
  record Nobody() implements DoneBy {}

  /**
   * An executor of this process.
   *
   * @param version its name and revision, such as {@code builtin/extraction@1}
   */
  record Builtin(String version) implements DoneBy {}

  /** Whoever took the task from its topic. */
  record Worker() implements DoneBy {}

  /** The executor, as the step's execution names it. */
  default String executor(PlanStep step) {
    return switch (this) {
      case Nobody _ -> "";
      case Builtin(String version) -> version;
      case Worker _ -> step.executor();
    };
  }
}
