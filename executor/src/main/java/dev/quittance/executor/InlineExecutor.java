package dev.quittance.executor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.executor.builtin.BuiltinExecutors;
import dev.quittance.executor.builtin.TaskOutcome;
import java.util.Optional;
import java.util.function.Function;

/**
 * An executor that runs where the plan is walked.
 *
 * @param version its name and revision
 * @param work from an input to an outcome
 */
record InlineExecutor(String version, Function<JsonNode, TaskOutcome> work) {
  /** The built-in executor that plans name so. */
  static Optional<InlineExecutor> builtin(String name) {
    return BuiltinExecutors.find(name)
        .map(executor -> new InlineExecutor(executor.version(), executor::run));
  }
}
