package dev.quittance.planning.graph;

import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.Plan;
import dev.quittance.planning.document.PlanStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Steps by index and what each one needs: always without cycles. Immutable.
 *
 * @param needs per step the indices of the steps that must be completed first, ascending
 * @param topologicalOrder all indices, each after those that it needs; of those that could come
 *     next, the lowest comes first (Kahn)
 */
public record PlanGraph(List<List<Integer>> needs, List<Integer> topologicalOrder) {
  /** Keeps immutable copies. */
  public PlanGraph {
    needs = needs.stream().map(List::copyOf).toList();
    topologicalOrder = List.copyOf(topologicalOrder);
  }

  /**
   * The graph of an order's steps, from their explicit needs and the references in their inputs.
   */
  public static GraphResult of(List<OrderStep> steps) {
    Map<String, Integer> indices = new HashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      indices.put(steps.get(i).name(), i);
    }
    List<List<Integer>> needs = new ArrayList<>();
    for (OrderStep step : steps) {
      SortedSet<Integer> needed = new TreeSet<>();
      for (String name : neededNames(step)) {
        Integer index = indices.get(name);
        if (index == null) {
          return new GraphResult.UnknownStep(step.name(), name);
        }
        needed.add(index);
      }
      needs.add(List.copyOf(needed));
    }
    return of(steps.stream().map(OrderStep::name).toList(), needs);
  }

  /** The graph of a plan's steps. */
  public static GraphResult of(Plan plan) {
    return of(
        plan.steps().stream().map(PlanStep::name).toList(),
        plan.steps().stream().map(PlanStep::needs).toList());
  }

  /** The steps that may start: not started, and all that they need is completed; ascending. */
  public List<Integer> ready(Set<Integer> started, Set<Integer> completed) {
    return topologicalOrder.stream()
        .filter(step -> !started.contains(step) && completed.containsAll(needs.get(step)))
        .sorted()
        .toList();
  }

  /**
   * The steps that need this one, directly or through others; ascending. When it fails, they are
   * cancelled.
   */
  public List<Integer> dependents(int step) {
    SortedSet<Integer> dependents = new TreeSet<>();
    for (int other : topologicalOrder) {
      if (needs.get(other).stream().anyMatch(need -> need == step || dependents.contains(need))) {
        dependents.add(other);
      }
    }
    return List.copyOf(dependents);
  }

  private static Set<String> neededNames(OrderStep step) {
    Set<String> names = new LinkedHashSet<>(step.needsOrNone());
    InputTemplate.references(step).forEach(reference -> names.add(reference.step()));
    return names;
  }

  private static GraphResult of(List<String> names, List<List<Integer>> needs) {
    List<Integer> sequence = new ArrayList<>();
    NavigableSet<Integer> waiting = new TreeSet<>();
    for (int i = 0; i < needs.size(); i++) {
      waiting.add(i);
    }
    while (!waiting.isEmpty()) {
      int next = nextFree(waiting, needs);
      if (next < 0) {
        return new GraphResult.Cycle(cycle(waiting, needs).stream().map(names::get).toList());
      }
      waiting.remove(next);
      sequence.add(next);
    }
    return new GraphResult.Valid(new PlanGraph(needs, sequence));
  }

  private static int nextFree(NavigableSet<Integer> waiting, List<List<Integer>> needs) {
    for (int step : waiting) {
      if (needs.get(step).stream().noneMatch(waiting::contains)) {
        return step;
      }
    }
    return -1;
  }

  /**
   * Every waiting step needs a waiting one, so following the lowest of them must come back to a
   * step already seen.
   */
  private static List<Integer> cycle(NavigableSet<Integer> waiting, List<List<Integer>> needs) {
    List<Integer> walked = new ArrayList<>();
    int step = waiting.getFirst();
    while (!walked.contains(step)) {
      walked.add(step);
      step = needs.get(step).stream().filter(waiting::contains).findFirst().orElseThrow();
    }
    return walked.subList(walked.indexOf(step), walked.size());
  }
}
