package dev.quittance.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyStateTest {
  /** Calls that all begin together end together, wave after wave. */
  private static long[] waves(int count, int inFlight, long startMs, long waveMs) {
    return IntStream.range(0, count).mapToLong(i -> startMs + (i / inFlight) * waveMs).toArray();
  }

  @Test
  void leavesOutTheFirstAndTheLastWave() {
    SteadyState steady = SteadyState.of(1_000, waves(1000, 100, 2_500, 1_010), 100);

    assertThat(steady.rampUpS()).isEqualTo(1.5);
    assertThat(steady.steadyS()).isEqualTo(8.08);
    assertThat(steady.tailS()).isEqualTo(1.01);
    assertThat(steady.results()).isEqualTo(800);
    assertThat(steady.perSecond()).isBetween(99.0, 99.02);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void takesResultsInAnyOrderAndLosesNoTime(long seed) {
    Random random = new Random(seed);
    int inFlight = 1 + random.nextInt(50);
    int count = 3 * inFlight + random.nextInt(500);
    long[] sorted = random.longs(count, 5_000, 60_000).sorted().toArray();
    var shuffled = Arrays.asList(LongStream.of(sorted).boxed().toArray(Long[]::new));
    Collections.shuffle(shuffled, random);

    SteadyState steady =
        SteadyState.of(4_000, shuffled.stream().mapToLong(Long::longValue).toArray(), inFlight);

    assertThat(steady).isEqualTo(SteadyState.of(4_000, sorted, inFlight));
    assertThat(steady.rampUpS() + steady.steadyS() + steady.tailS())
        .isCloseTo((sorted[count - 1] - 4_000) / 1e3, Offset.offset(0.0015));
  }

  @Test
  void needsMoreThanTheTwoEnds() {
    assertThatThrownBy(() -> SteadyState.of(0, new long[20], 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("20 results with 10 in flight have no steady state");
  }
}
