package dev.quittance.executors.kind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTextTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1} | [{\"a\":1}]",
        "\u00a0 {\"a\":1} | [{\"a\":1}]",
        "Here you are: {\"a\":1}. Anything else? | [{\"a\":1}]",
        "```json {\"a\":1} ``` | [{\"a\":1}]",
        "```{\"a\":{\"b\":2}}``` | [{\"a\":{\"b\":2}}]",
        "{\"a\":\"}{\"} | [{\"a\":\"}{\"}]",
        "The set {1, 2} is {\"a\":1} | [{\"a\":1}]",
        "{\"a\":1} or {\"a\":2} | [{\"a\":1}, {\"a\":2}]",
        "<think>{\"a\":0}</think>{\"a\":1} | [{\"a\":1}]",
        "[1, 2] | []",
        "{\"a\":1, \"a\":2} | []",
        "{\"a\":1 | []",
        "{'a':1} | []",
        "{\"a\":NaN} | []",
        "no | []",
      })
  void findsObjects(String text, String expected) {
    assertThat(AnswerText.objects(text)).hasToString(expected);
  }

  @Test
  void garbageTakesNoTime() {
    long start = System.nanoTime();

    assertThat(AnswerText.objects("{\"a\":".repeat(100_000))).isEmpty();
    assertThat(System.nanoTime() - start).isLessThan(30_000_000_000L);
  }
}
