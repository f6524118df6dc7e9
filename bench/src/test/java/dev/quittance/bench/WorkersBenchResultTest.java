package dev.quittance.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.bench.Latency.Percentiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkersBenchResultTest {
  @Test
  void takesTheOtherSidesTimeOff() {
    WorkersBenchResult result =
        new WorkersBenchResult(
            new Machine("cpu", 2, "Linux", "25"),
            new WorkersBenchOptions(3000, 1000, 500, 1),
            new SteadyState(1, 2, 1, 1000),
            0.25,
            999,
            new Latency(450, 449, new Percentiles(510, 540, 600), new Percentiles(520, 550, 610)));

    ObjectNode json = result.toJson();

    assertThat(result.extraAppendedMs()).isEqualTo(new Percentiles(10, 40, 100));
    assertThat(json.at("/latency/extraSeenMs/p99").asDouble()).isEqualTo(50);
    assertThat(json.at("/saturated/callsPerSecond").asDouble()).isEqualTo(500);
    assertThat(json.at("/saturated/idealPerSecond").asDouble()).isEqualTo(2000);
    assertThat(json.at("/saturated/cores").asDouble()).isEqualTo(0.25);
  }

  @ParameterizedTest
  @CsvSource({
    "2999, 1000, 1, 1, calls must be at least 3000: 2999",
    "3000, 0, 1, 1, in-flight must be at least 1: 0",
    "3000, 1000, 0, 1, latency-ms must be at least 1: 0",
    "3000, 1000, 1, 0, seconds must be at least 1: 0"
  })
  void refusesWhatCantBeMeasured(
      int calls, int inFlight, int latencyMs, int seconds, String problem) {
    assertThatThrownBy(() -> new WorkersBenchOptions(calls, inFlight, latencyMs, seconds))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(problem);
  }
}
