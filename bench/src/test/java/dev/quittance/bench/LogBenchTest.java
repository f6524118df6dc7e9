package dev.quittance.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogBenchTest {
  @TempDir private Path folder;

  @Test
  void growsProvesAndMeasures() {
    List<String> said = new ArrayList<>();
    LogBenchResult result = LogBench.run(new LogBenchOptions(3000, 20, 10), folder, said::add);
    assertThat(said).anyMatch(line -> line.contains("3000 leaves"));
    assertThat(result.trees().stream().map(LogBenchResult.Tree::leaves))
        .containsExactly(300L, 3000L);
    assertThat(result.trees()).allMatch(tree -> tree.proof().max() >= tree.proof().p50());
    assertThat(result.ofRecoverRate()).isPositive();
    assertThat(result.toJson().get("trees")).hasSize(2);
  }

  @Test
  void refusesToMeasureNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> new LogBenchOptions(9, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new LogBenchOptions(10, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new LogBenchOptions(10, 1, 0));
  }
}
