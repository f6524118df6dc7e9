package dev.quittance.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CpuWindowTest {
  private long nowNs = 5;
  private Duration cpu = Duration.ofSeconds(40);
  private final CpuWindow window = new CpuWindow(10, 20, () -> cpu, () -> nowNs);

  private void after(Duration time, Duration used, int count) {
    nowNs += time.toNanos();
    cpu = cpu.plus(used);
    window.reached(count);
  }

  @Test
  void countsBetweenTheFirstTimesThatTheCountsAreReached() {
    after(Duration.ofSeconds(1), Duration.ofSeconds(1), 9);
    after(Duration.ofSeconds(1), Duration.ofSeconds(1), 12);
    after(Duration.ofSeconds(2), Duration.ofMillis(300), 19);
    after(Duration.ofSeconds(2), Duration.ofMillis(700), 25);
    after(Duration.ofSeconds(9), Duration.ofSeconds(9), 26);

    assertThat(window.cores()).isEqualTo(0.25);
  }

  @Test
  void saysNothingBeforeItsEnd() {
    after(Duration.ofSeconds(1), Duration.ofSeconds(1), 10);

    assertThatThrownBy(window::cores)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("20");
  }
}
