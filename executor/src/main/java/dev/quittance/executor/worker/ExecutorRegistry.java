package dev.quittance.executor.worker;

import dev.quittance.executor.api.InvalidExecutorSettings;
import dev.quittance.executor.api.TaskExecutor;
import dev.quittance.executor.api.TaskExecutorFactory;
import dev.quittance.platform.stage.ExecutorDefinition;
import dev.quittance.platform.stage.ExecutorSettings;
import dev.quittance.platform.stage.UnusableSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The executors that the settings define, by name. Thread-safe. */
public final class ExecutorRegistry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorRegistry.class);

  private final Map<String, Entry> executors;

  /** An executor and its circuit. */
  record Entry(TaskExecutor executor, Circuit circuit) {}

  private ExecutorRegistry(Map<String, Entry> executors) {
    this.executors = Map.copyOf(executors);
  }

  /**
   * Makes the executors, with the factories on the class path. Nothing is called yet.
   *
   * @throws UnusableSettings when the settings of one or more can't be used
   */
  public static ExecutorRegistry open(ExecutorSettings settings) {
    return open(settings, ServiceLoader.load(TaskExecutorFactory.class), Clock.systemUTC());
  }

  /**
   * Makes the executors with the given factories.
   *
   * @throws UnusableSettings when the settings of one or more can't be used
   */
  public static ExecutorRegistry open(
      ExecutorSettings settings, Iterable<TaskExecutorFactory> factories, Clock clock) {
    Map<String, TaskExecutorFactory> byType = new TreeMap<>();
    factories.forEach(factory -> byType.put(factory.type(), factory));
    Map<String, Entry> executors = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    new TreeMap<>(settings.define())
        .forEach((name, definition) -> {
          try {
            TaskExecutor executor = create(name, definition, byType);
            executors.put(name, new Entry(executor, new Circuit(name, clock)));
          } catch (InvalidExecutorSettings e) {
            problems.add(problem(name, definition, e));
          }
        });
    ExecutorRegistry registry = new ExecutorRegistry(executors);
    if (!problems.isEmpty()) {
      registry.close();
      throw new UnusableSettings(problems);
    }
    return registry;
  }

  private static TaskExecutor create(
      String name, ExecutorDefinition definition, Map<String, TaskExecutorFactory> byType)
      throws InvalidExecutorSettings {
    TaskExecutorFactory factory = byType.get(definition.type());
    if (factory == null) {
      String known =
          byType.isEmpty() ? "no type is on the class path" : String.join(", ", byType.keySet());
      throw new InvalidExecutorSettings(
          "/type",
          "\"" + definition.type() + "\" is no type of executors; expected one of " + known);
    }
    return factory.create(name, definition.settings());
  }

  private static String problem(
      String name, ExecutorDefinition definition, InvalidExecutorSettings fault) {
    String section = "/executors/define/" + name.replace("~", "~0").replace("/", "~1");
    return definition.place(fault.pointer())
        + ": "
        + section
        + fault.pointer()
        + ": "
        + fault.getMessage();
  }

  /** The executor that agents call so. */
  Optional<Entry> find(String name) {
    return Optional.ofNullable(executors.get(name));
  }

  /** The names of all executors, in order. */
  public List<String> names() {
    return List.copyOf(new TreeSet<>(executors.keySet()));
  }

  /** Whether calls are made, by executor. */
  Map<String, CircuitState> circuits() {
    Map<String, CircuitState> states = new TreeMap<>();
    executors.forEach((name, entry) -> states.put(name, entry.circuit().state()));
    return states;
  }

  /** What an operator is told of each executor whose circuit is not closed, in order. */
  List<String> notes() {
    return circuits().entrySet().stream()
        .filter(circuit -> circuit.getValue() != CircuitState.CLOSED)
        .map(circuit -> circuit.getValue().note(circuit.getKey()))
        .toList();
  }

  @Override
  public void close() {
    executors.forEach((name, entry) -> {
      try {
        entry.executor().close();
      } catch (RuntimeException e) {
        LOG.atWarn().addKeyValue("executor", name).setCause(e).log("could not be closed");
      }
    });
  }
}
