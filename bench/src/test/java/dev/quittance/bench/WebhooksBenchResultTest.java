package dev.quittance.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.bench.WebhooksBenchResult.Compared;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhooksBenchResultTest {
  private static Throughput rate(double perSecond) {
    return new Throughput(100, perSecond, 1);
  }

  @Test
  void comparesMedians() {
    Compared compared =
        new Compared(
            List.of(rate(300), rate(100), rate(200)), List.of(rate(900), rate(800), rate(700)));

    assertThat(compared.stageMedian().perSecond()).isEqualTo(200);
    assertThat(compared.ratio()).isEqualTo(0.25);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 0, 1, endpoints must be from 1 to 19: 0",
    "100, 20, 1, endpoints must be from 1 to 19: 20",
    "1, 2, 1, messages must be from 2 to 10000000: 1",
    "10, 2, 0, rounds must be from 1 to 100: 0"
  })
  void refusesWhatCantBeMeasured(int messages, int endpoints, int rounds, String problem) {
    assertThatThrownBy(() -> new WebhooksBenchOptions(messages, endpoints, rounds))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(problem);
  }
}
