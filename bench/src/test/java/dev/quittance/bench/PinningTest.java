package dev.quittance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PinningTest {
  @Test
  void aListOfProcessorsHasNumbersAndRanges() {
    assertThat(Pinning.parse("0")).containsExactly(0);
    assertThat(Pinning.parse("0-2,5,8-9")).containsExactly(0, 1, 2, 5, 8, 9);
  }

  @Test
  void aCommandIsPinnedWhereThatCanBe() {
    Pinning pinned = new Pinning(Optional.of(Path.of("/usr/bin/taskset")), 3, "0,1,2");
    Pinning not = new Pinning(Optional.empty(), 0, "");

    assertThat(pinned.pinned(List.of("java", "-version")))
        .containsExactly("/usr/bin/taskset", "-c", "3", "java", "-version");
    assertThat(not.pinned(List.of("java"))).containsExactly("java");
    assertThat(not.isPinned()).isFalse();
  }
}
