package dev.quittance.executor.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.api.EffectClass;
import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.api.TaskCall;
import dev.quittance.executor.api.TaskExecutor;
import dev.quittance.executor.api.TaskExecutorFactory;
import dev.quittance.executor.api.TaskOutcome;
import dev.quittance.platform.stage.ExecutorDefinition;
import dev.quittance.platform.stage.ExecutorSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Executors made of a function. */
record StubExecutor(EffectClass effectClass, Work work, Memory memory) implements TaskExecutor {

  /** What it does. */
  @FunctionalInterface
  interface Work {
    TaskOutcome of(TaskCall call) throws InterruptedException;
  }

  /** What it finds when it looks a call up. */
  @FunctionalInterface
  interface Memory {
    Optional<TaskOutcome> of(TaskCall call);
  }

  static StubExecutor of(EffectClass effect, Work work) {
    return new StubExecutor(effect, work, _ -> Optional.empty());
  }

  @Override
  public TaskOutcome execute(TaskCall call) throws InterruptedException {
    return work.of(call);
  }

  @Override
  public Optional<TaskOutcome> lookUp(TaskCall call) {
    return memory.of(call);
  }

  static TaskOutcome output(JsonNode output) {
    return new TaskOutcome.Succeeded(output, Results.noEvidence());
  }

  static TaskOutcome output(String text) {
    return output(JsonNodeFactory.instance.textNode(text));
  }

  static TaskOutcome failed(FailureCause cause) {
    return TaskOutcome.failed(cause, "stub", "so it was told");
  }

  /** A registry of executors by name. */
  static ExecutorRegistry registry(Clock clock, Map<String, ? extends TaskExecutor> executors) {
    Map<String, ExecutorDefinition> define = new HashMap<>();
    executors
        .keySet()
        .forEach(name ->
            define.put(
                name,
                new ExecutorDefinition(
                    "stub", name, JsonNodeFactory.instance.objectNode(), Map.of())));
    TaskExecutorFactory factory =
        new TaskExecutorFactory() {
          @Override
          public String type() {
            return "stub";
          }

          @Override
          public TaskExecutor create(String name, ObjectNode settings) {
            TaskExecutor executor = executors.get(name);
            if (executor == null) {
              throw new IllegalArgumentException("no stub " + name);
            }
            return executor;
          }
        };
    ExecutorSettings.Limits limits = ExecutorSettings.none().limits();
    return ExecutorRegistry.open(
        new ExecutorSettings(1000, Duration.ofSeconds(1), 1 << 20, limits, define),
        List.of(factory),
        clock);
  }
}
