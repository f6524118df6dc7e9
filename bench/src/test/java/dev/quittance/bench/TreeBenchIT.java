package dev.quittance.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeBenchIT {
  private static final Path HOME = Path.of(System.getProperty("quittance.home"));

  @TempDir private Path folder;

  /** The result itself refuses trees whose roots should be equal and are not. */
  @ParameterizedTest
  @ValueSource(ints = {1, 513})
  void otherLibrariesGiveOurRootsOfTheSameLeaves(int leaves) throws IOException {
    TreeBenchResult result =
        TreeBench.run(new TreeBenchOptions(leaves, 5, 1, 5, 7), HOME, folder, _ -> {});

    assertThat(result.leftOut()).isEmpty();
    assertThat(result.medians()).containsOnlyKeys(BenchedTree.values());
    assertThat(result.medians().values())
        .allMatch(rates -> rates.builtPerSecond() > 0 && rates.checkedPerSecond() > 0);
    assertThat(result.ratios()).hasSize(4);
    assertThat(result.toJson().get("trees")).hasSize(5);
  }

  @Test
  void withoutTheLibrariesOursAreMeasuredAlone() throws IOException {
    TreeBenchResult result =
        TreeBench.run(new TreeBenchOptions(10, 5, 1, 5, 7), folder, folder, _ -> {});

    assertThat(result.leftOut()).hasValueSatisfying(why -> assertThat(why).contains("checkout"));
    assertThat(result.medians())
        .containsOnlyKeys(BenchedTree.APPENDED, BenchedTree.IN_MEMORY, BenchedTree.STANDARD);
    assertThat(result.ratios()).isEmpty();
    assertThat(result.toJson().has("leftOut")).isTrue();
  }

  @Test
  void anotherRootOfTheSameLeavesIsNoResult() {
    TreeRates ours = new TreeRates(Bytes32.ZERO, 1, 1, 1, 1);
    TreeRates theirs = new TreeRates(Bytes32.fromHex("0x" + "01".repeat(32)), 1, 1, 1, 1);
    assertThatIllegalStateException()
        .isThrownBy(() ->
            new TreeBenchResult(
                new TreeBenchOptions(1, 1, 1, 1, 1),
                Map.of(BenchedTree.STANDARD, ours, BenchedTree.OPENZEPPELIN, theirs),
                Optional.empty()))
        .withMessageContaining("differ in the root");
    assertThatIllegalStateException().isThrownBy(() -> TreeRates.median(List.of(ours, theirs)));
  }

  @Test
  void refusesToMeasureNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> new TreeBenchOptions(0, 1, 1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new TreeBenchOptions(1, 0, 1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new TreeBenchOptions(1, 1, 0, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new TreeBenchOptions(1, 1, 1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new TreeBenchOptions(1, 1, 1, 1, -1));
  }
}
