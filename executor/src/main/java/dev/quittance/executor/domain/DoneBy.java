package dev.quittance.executor.domain;

import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.PlanStep;
import java.util.Optional;

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

  /**
   * Whoever took the task from its topic.
   *
   * @param evidence what it says of how it worked
   */
  record Worker(Evidence evidence) implements DoneBy {
    /** One that says nothing of how it worked, or has not said anything yet. */
    public static Worker silent() {
      return new Worker(new Evidence.None());
    }
  }

  /** The executor, as the step's execution names it. */
  default String executor(PlanStep step) {
    return switch (this) {
      case Nobody _ -> "";
      case Builtin(String version) -> version;
      case Worker _ -> step.executor();
    };
  }

  /**
   * How the work was done, as the step's execution tells it.
   *
   * @param attempts how many attempts were made
   */
  default Optional<CanonicalJson> evidence(int attempts) {
    return switch (this) {
      case Nobody _, Builtin _ -> Optional.empty();
      case Worker(Evidence evidence) -> Optional.of(evidence.after(attempts));
    };
  }
}
