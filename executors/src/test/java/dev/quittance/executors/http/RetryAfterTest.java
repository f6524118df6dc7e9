package dev.quittance.executors.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | PT7S",
        "0 | PT0S",
        "Sat, 21 Nov 2026 12:01:30 GMT | PT1M30S",
        "Sat, 21 Nov 2026 11:00:00 GMT | PT0S",
        "Sun, 22 Nov 2037 12:00:00 GMT | PT24H",
        "999999999 | PT24H",
        "9999999999 | ",
        "-5 | ",
        "1.5 | ",
        "soon | ",
      })
  void readsSecondsAndDates(String value, Duration expected) {
    assertThat(of(Map.of("retry-after", value))).isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void believesTheExactHeaderFirst() {
    assertThat(of(Map.of("retry-after", "7", "retry-after-ms", "6500")))
        .contains(Duration.ofMillis(6500));
    assertThat(of(Map.of("retry-after", "7", "retry-after-ms", "x")))
        .contains(Duration.ofSeconds(7));
    assertThat(of(Map.of())).isEmpty();
  }

  private static Optional<Duration> of(Map<String, String> headers) {
    return RetryAfter.of(name -> Optional.ofNullable(headers.get(name)), NOW);
  }
}
