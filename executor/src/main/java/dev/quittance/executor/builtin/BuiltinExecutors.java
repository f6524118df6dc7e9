package dev.quittance.executor.builtin;

import java.util.List;
import java.util.Optional;

/** The catalogue of the built-in executors. */
public final class BuiltinExecutors {
  private static final List<BuiltinExecutor> ALL =
      List.of(
          new AgentRunnerReceiptExecutor(),
          new ClassificationExecutor(),
          new CodeReviewExecutor(),
          new ExtractionExecutor(),
          new SentimentExecutor(),
          new SummarizationExecutor());

  private BuiltinExecutors() {}

  /** Every built-in executor, ordered by service. */
  public static List<BuiltinExecutor> all() {
    return ALL;
  }

  /**
   * Finds an executor as an agent's offer names it.
   *
   * @param name for example {@code builtin/extraction}; a revision ({@code @1}) may be pinned
   */
  public static Optional<BuiltinExecutor> find(String name) {
    return ALL.stream()
        .filter(executor -> executor.name().equals(name) || executor.version().equals(name))
        .findFirst();
  }
}
