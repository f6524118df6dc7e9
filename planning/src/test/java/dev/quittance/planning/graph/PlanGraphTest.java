package dev.quittance.planning.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Examples;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.StepInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanGraphTest {
  /** Steps from text such as {@code a:b,c d}: a needs b and c, d needs nothing. */
  private static List<OrderStep> steps(String text) {
    List<OrderStep> steps = new ArrayList<>();
    for (String step : text.split(" ", -1)) {
      List<String> parts = Arrays.asList(step.split(":", -1));
      List<String> needs = parts.size() > 1 ? List.of(parts.get(1).split(",", -1)) : List.of();
      steps.add(step(parts.getFirst(), "null", needs));
    }
    return steps;
  }

  private static OrderStep step(String name, String input, List<String> needs) {
    StepInput json = new StepInput.Inline(CanonicalJson.of(Examples.read(input)));
    return new OrderStep(name, "extraction", json, needs, null, null);
  }

  private static PlanGraph graph(List<OrderStep> steps) {
    return ((GraphResult.Valid) PlanGraph.of(steps)).graph();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a b c           | [0, 1, 2]",
        "c:b b:a a       | [2, 1, 0]",
        "a:d b c:a d     | [1, 3, 0, 2]",
        "a b:a c:a d:b,c | [0, 1, 2, 3]",
      })
  void orderIsTopologicalWithTiesByIndex(String text, String order) {
    assertThat(graph(steps(text)).topologicalOrder()).hasToString(order);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a:a             | a → a",
        "a:b b:a         | a → b → a",
        "x a:x,b b:c c:a | a → b → c → a",
        "t:a a:b b:a     | a → b → a",
      })
  void cycleIsNamed(String text, String path) {
    assertThat(((GraphResult.Cycle) PlanGraph.of(steps(text))).path()).isEqualTo(path);
  }

  @Test
  void needsComeFromTheListAndFromReferences() {
    List<OrderStep> steps =
        List.of(
            step("a", "1", List.of()),
            step("b", "2", List.of()),
            step("c", "\"{{b.output.x}} {{a.output}}\"", List.of("b")));

    assertThat(graph(steps).needs()).containsExactly(List.of(), List.of(), List.of(0, 1));
  }

  @Test
  void unknownStepsAreNamed() {
    assertThat(PlanGraph.of(steps("a:z"))).isEqualTo(new GraphResult.UnknownStep("a", "z"));
    assertThat(PlanGraph.of(List.of(step("a", "[\"{{gone.output}}\"]", List.of()))))
        .isEqualTo(new GraphResult.UnknownStep("a", "gone"));
  }

  @Test
  void readyStepsAndDependents() {
    PlanGraph graph = graph(steps("a b:a c:a d:b,c e"));

    assertThat(graph.ready(Set.of(), Set.of())).containsExactly(0, 4);
    assertThat(graph.ready(Set.of(0, 4), Set.of(0))).containsExactly(1, 2);
    assertThat(graph.ready(Set.of(0, 1, 2, 4), Set.of(0, 1))).isEmpty();
    assertThat(graph.dependents(0)).containsExactly(1, 2, 3);
    assertThat(graph.dependents(1)).containsExactly(3);
    assertThat(graph.dependents(4)).isEmpty();
  }

  @Test
  void graphOfAPlanIsThatOfItsOrder() {
    assertThat(PlanGraph.of(Examples.plan())).isEqualTo(PlanGraph.of(Examples.order().steps()));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void randomGraphsAreWalkedToTheEndOrHaveARealCycle(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      List<OrderStep> steps = randomSteps(random);
      switch (PlanGraph.of(steps)) {
        case GraphResult.Valid(PlanGraph graph) -> assertWalk(graph, random);
        case GraphResult.Cycle(List<String> names) -> assertCycle(steps, names);
        case GraphResult.UnknownStep unknown -> throw new AssertionError(unknown);
      }
    }
  }

  private static List<OrderStep> randomSteps(Random random) {
    int count = 1 + random.nextInt(12);
    List<OrderStep> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> needs = new ArrayList<>();
      for (int j = 0; j < count; j++) {
        if (random.nextInt(count * 2) == 0) {
          needs.add("s" + j);
        }
      }
      steps.add(step("s" + i, "null", needs));
    }
    return steps;
  }

  private static void assertWalk(PlanGraph graph, Random random) {
    assertThat(new HashSet<>(graph.topologicalOrder())).hasSameSizeAs(graph.needs());
    Set<Integer> before = new HashSet<>();
    for (int step : graph.topologicalOrder()) {
      assertThat(before).containsAll(graph.needs().get(step));
      before.add(step);
    }
    Set<Integer> done = new HashSet<>();
    while (done.size() < graph.needs().size()) {
      List<Integer> ready = graph.ready(done, done);
      assertThat(ready).isNotEmpty();
      done.add(ready.get(random.nextInt(ready.size())));
    }
  }

  private static void assertCycle(List<OrderStep> steps, List<String> names) {
    assertThat(names).doesNotHaveDuplicates().isNotEmpty();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      OrderStep step = steps.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
      assertThat(step.needsOrNone()).contains(names.get((i + 1) % names.size()));
    }
  }
}
