package dev.quittance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole benchmark, so small that its figures say nothing about speed. */
@Tag("long")
class LineBenchIT {
  @TempDir Path profiles;

  @Test
  void measuresBothAndProfilesEachPhase() throws IOException {
    List<String> progress = new ArrayList<>();
    LineBenchOptions options = new LineBenchOptions(60, 20, 2, 1, 2, Optional.of(profiles));

    LineBenchResult result = LineBench.run(options, progress::add);

    assertThat(result.chain())
        .singleElement()
        .satisfies(round -> {
          assertThat(round.records()).isEqualTo(60 * LineBenchOptions.CHAIN_FACTOR);
          assertThat(round.cpuMsPerRecord()).isPositive();
        });
    assertThat(result.line())
        .singleElement()
        .satisfies(round -> {
          assertThat(round.records()).isEqualTo(60);
          assertThat(round.perSecond()).isPositive();
        });
    assertThat(result.ratio()).isBetween(0.0, 1.0);
    assertThat(result.latencies())
        .hasSize(2)
        .allSatisfy(latency -> {
          assertThat(latency.appended().p50()).isPositive();
          assertThat(latency.appended().p99()).isGreaterThanOrEqualTo(latency.appended().p50());
          // a record is seen after its transaction, which ends after its append
          assertThat(latency.seen().max()).isGreaterThanOrEqualTo(latency.appended().p50());
        });
    assertThat(result.profiles())
        .hasSize(4)
        .allSatisfy(profile -> assertThat(profile.samples()).isPositive());
    try (Stream<Path> files = Files.list(profiles)) {
      assertThat(files.map(Path::toString)).filteredOn(name -> name.endsWith(".html")).hasSize(4);
    }
    assertThat(progress).hasSize(5);
    assertThat(result.toJson().path("line").get(0).path("perSecond").asDouble()).isPositive();
  }
}
