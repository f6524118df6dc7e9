package dev.quittance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole benchmark, so small that its figures say little about speed. */
@Tag("long")
class WorkersBenchIT {
  @Test
  void measuresCallsInFlightAndTheirDelay() throws IOException {
    List<String> progress = new ArrayList<>();

    WorkersBenchResult result =
        WorkersBench.run(new WorkersBenchOptions(200, 40, 100, 2), progress::add);

    assertThat(result.mostInFlight()).isBetween(10, 40);
    assertThat(result.saturated().results()).isEqualTo(120);
    assertThat(result.saturated().perSecond()).isBetween(1.0, result.options().ideal() * 1.5);
    assertThat(result.cores()).isPositive();
    assertThat(result.extraAppendedMs().p50()).isPositive();
    assertThat(result.extraSeenMs().p99()).isGreaterThanOrEqualTo(result.extraSeenMs().p50());
    assertThat(progress).hasSize(3);
  }
}
