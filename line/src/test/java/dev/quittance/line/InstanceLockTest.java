package dev.quittance.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceLockTest {
  @TempDir Path folder;

  @Test
  void aSecondProcessOfAStageIsToldWhoRunsIt() {
    Instance instance = new Instance("blue", folder);
    try (var _ = InstanceLock.take(instance, List.of("planner"))) {
      assertThatThrownBy(() -> InstanceLock.take(instance, List.of("ingest", "planner")))
          .isInstanceOfSatisfying(
              LineProblem.class,
              problem -> {
                assertThat(problem)
                    .hasMessageContaining("stage planner is run already, as instance blue")
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
                assertThat(problem.advice()).contains("--instance NAME");
              });
      try (var other = InstanceLock.take(instance, List.of("ingest"))) {
        assertThat(other).isNotNull();
      }
    }
  }

  @Test
  void anotherInstanceHasAFolderOfItsOwn() {
    Instance first = new Instance("blue", folder.resolve("blue"));
    Instance second = new Instance("green", folder.resolve("green"));
    try (var one = InstanceLock.take(first, List.of("planner"));
        var two = InstanceLock.take(second, List.of("planner"))) {
      assertThat(one).isNotSameAs(two);
    }
  }

  @Test
  void whatWasGivenUpCanBeTakenAgain() {
    Instance instance = new Instance("blue", folder);
    InstanceLock.take(instance, List.of("planner")).close();
    try (var again = InstanceLock.take(instance, List.of("planner"))) {
      assertThat(again).isNotNull();
    }
  }
}
