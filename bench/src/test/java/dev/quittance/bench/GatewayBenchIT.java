package dev.quittance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole benchmark, so small that its figures say nothing about speed. */
@Tag("long")
class GatewayBenchIT {
  @TempDir Path profiles;

  @Test
  void measuresBothServersAndFindsEveryAcceptedOrder() throws IOException {
    List<String> progress = new ArrayList<>();
    GatewayBenchOptions options =
        new GatewayBenchOptions(200, 8, 2, 1, true, Optional.of(profiles));

    GatewayBenchResult result = GatewayBench.run(options, progress::add);

    assertThat(result.gateway()).hasSize(1);
    assertThat(result.bare()).hasSize(1);
    assertThat(result.gatewayMedian().perSecond()).isPositive();
    assertThat(result.gatewayMedian().cpuMsPerOrder()).isPositive();
    assertThat(result.steady().p99()).isGreaterThanOrEqualTo(result.steady().p50());
    assertThat(result.accepted()).isEqualTo(result.written()).isGreaterThan(options.warmUp());
    assertThat(result.noisy())
        .hasValueSatisfying(noisy -> assertThat(noisy.refused()).isGreaterThan(noisy.accepted()));
    assertThat(result.profile()).isPresent();
    assertThat(profiles.resolve("gateway.html")).isRegularFile();
    assertThat(result.toJson().path("written").asInt()).isEqualTo(result.written());
  }
}
