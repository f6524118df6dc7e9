package dev.quittance.executors.openai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectTest {
  private static final Dialect FIRST = Dialect.first(Structured.JSON_SCHEMA);

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | response_format | | JSON_OBJECT | false | true | true",
        "400 | '' | Failed to parse grammar | JSON_OBJECT | false | true | true",
        "422 | '' | Extra inputs: json_schema | JSON_OBJECT | false | true | true",
        "500 | '' | guided decoding is broken | JSON_OBJECT | false | true | true",
        "400 | max_tokens | use max_completion_tokens | JSON_SCHEMA | true | true | true",
        "400 | '' | max_tokens is not supported | JSON_SCHEMA | true | true | true",
        "400 | temperature | Unsupported value | JSON_SCHEMA | false | false | true",
        "400 | seed | | JSON_SCHEMA | false | true | false",
      })
  void leavesOutWhatIsRefused(
      int status,
      String param,
      String message,
      Structured structured,
      boolean newTokenLimit,
      boolean temperature,
      boolean seed) {
    assertThat(FIRST.after(status, param, message == null ? "" : message))
        .contains(new Dialect(structured, newTokenLimit, temperature, seed));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | '' | the prompt is too long",
        "400 | messages | response_format",
        "401 | '' | response_format",
        "429 | '' | response_format",
        "500 | '' | temperature of the GPU",
        "503 | '' | response_format",
      })
  void changesNothingForOtherReasons(int status, String param, String message) {
    assertThat(FIRST.after(status, param, message)).isEmpty();
  }

  /** Whatever a server says, the asking ends. */
  @Test
  void everyWayDownIsShort() {
    for (String message :
        new String[] {"response_format", "max_tokens", "temperature", "seed", "all of it"}) {
      int steps = 0;
      Dialect spoken = FIRST;
      while (true) {
        var next = spoken.after(400, "", message);
        if (next.isEmpty()) {
          break;
        }
        spoken = next.get();
        steps++;
      }
      assertThat(steps).as(message).isLessThanOrEqualTo(2);
    }
  }
}
