package dev.quittance.executor.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextExecutorsTest {

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "The staff was friendly and the room was excellent.     | positive | 1000000",
        "The soup was cold and the waiter rude.                 | negative | -1000000",
        "The parcel arrived on Tuesday.                         | neutral  | 0",
        "The food was not good.                                 | negative | -1000000",
        "It was not bad at all.                                 | positive | 1000000",
        "No, great work.                                        | positive | 1000000",
        "Nice colour. Weak battery.                             | mixed    | 0",
        "The screen is good, but the battery is terrible.       | negative | -636363",
        "I don’t recommend it.                                  | negative | -1000000",
      })
  void readsTheMood(String text, String label, int scorePpm) {
    var output = Run.output("sentiment-analysis", text(text));

    assertThat(output.path("label").textValue()).isEqualTo(label);
    assertThat(output.path("scorePpm").intValue()).isEqualTo(scorePpm);
  }

  @Test
  void intensifiersCount() {
    int plain = score("A good start. A bad end.");
    int strong = score("A very good start. A bad end.");
    int weak = score("A slightly good start. A bad end.");

    assertThat(strong).isGreaterThan(plain);
    assertThat(weak).isLessThan(plain);
  }

  @Test
  void listsTheTermsWithTheirNegators() {
    var output = Run.output("sentiment-analysis", text("Not good. Great! Great! Slow."));

    assertThat(output.path("positive")).isEqualTo(Run.json("[\"great\"]"));
    assertThat(output.path("negative")).isEqualTo(Run.json("[\"not good\",\"slow\"]"));
  }

  @Test
  void summaryKeepsTheCentralSentencesInOrder() {
    var input =
        text(
            "The database ran out of connections. Lunch was late. Connections leaked because the"
                + " database pool never closed idle connections, said Dr. Lee at 9.30 a.m. today."
                + " Thanks! We raised the database pool limit.");
    var output = Run.output("summarization", input.deepCopy());

    assertThat(output.at("/sentences/0/index").intValue()).isZero();
    assertThat(output.at("/sentences/1/index").intValue()).isEqualTo(2);
    assertThat(output.at("/sentences/2/index").intValue()).isEqualTo(4);
    assertThat(output.path("summary").textValue())
        .startsWith("The database ran out of connections. Connections leaked")
        .endsWith("today. We raised the database pool limit.");
  }

  @Test
  void equalSentencesKeepTheEarlierOne() {
    var output =
        Run.output("summarization", Run.json("{\"text\":\"Elk. Ant. Bee. Cat.\",\"sentences\":2}"));

    assertThat(output.path("summary").textValue()).isEqualTo("Elk. Ant.");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "My card was charged twice, please refund.      | billing  | 3",
        "The app crashes. Refund? No: crash crash crash | bug      | 3",
        "Cancel my card                                 | account  | 2",
        "Scarded wildlife                               | other    | 0",
      })
  void givesTheBestLabel(String text, String label, int score) {
    var rules =
        """
        {"text": "", "fallback": "other", "labels": [
          {"label": "billing", "any": ["charged twice", "refund", "card"], "none": ["cancel", "crash"],
           "weight": 1},
          {"label": "bug", "any": ["crash", "error"]},
          {"label": "account", "all": ["cancel", "my card"]}]}
        """;
    var input = Run.json(rules.replace("\"text\": \"\"", "\"text\": \"" + text + "\""));
    var output = Run.output("classification", input);

    assertThat(output.path("label").textValue()).isEqualTo(label);
    int best = 0;
    for (var entry : output.path("scores")) {
      best = Math.max(best, entry.path("score").intValue());
    }
    assertThat(best).isEqualTo(score);
  }

  @Test
  void withoutFallbackNoMatchIsAFailure() {
    var failed =
        Run.failure(
            "classification",
            Run.json("{\"text\":\"x\",\"labels\":[{\"label\":\"a\",\"any\":[\"y\"]}]}"));

    assertThat(failed.code()).isEqualTo("no-label-matches");
  }

  private static int score(String text) {
    return Run.output("sentiment-analysis", text(text)).path("scorePpm").intValue();
  }

  private static JsonNode text(String text) {
    return Run.JSON.createObjectNode().put("text", text);
  }
}
