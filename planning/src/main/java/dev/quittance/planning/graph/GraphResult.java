package dev.quittance.planning.graph;

import java.util.List;

/** Whether steps form a graph that can be walked. */
public sealed interface GraphResult {
  /**
   * They do.
   *
   * @param graph the graph
   */
  record Valid(PlanGraph graph) implements GraphResult {}

  /**
   * A step needs one that the order does not have.
   *
   * @param step the step that needs it
   * @param unknown the name that no step has
   */
  record UnknownStep(String step, String unknown) implements GraphResult {}

  /**
   * Steps wait for each other.
   *
   * @param names the steps of one cycle; each needs the next one, and the last one the first
   */
  record Cycle(List<String> names) implements GraphResult {
    /** Keeps an immutable copy. */
    public Cycle {
      names = List.copyOf(names);
    }

    /** The cycle as {@code a → b → a}. */
    public String path() {
      return String.join(" → ", names) + " → " + names.getFirst();
    }
  }
}
