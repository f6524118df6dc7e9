package dev.quittance.executors.kind;

import static dev.quittance.executors.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskKindRulesTest {
  private static final String LABELS =
      "{\"text\":\"t\",\"labels\":[{\"label\":\"a\",\"any\":[\"x\"]}],\"fallback\":\"z\"}";
  private static final String FIELDS =
      "{\"text\":\"t\",\"fields\":[{\"name\":\"to\",\"kind\":\"email\",\"required\":true},"
          + "{\"name\":\"all\",\"kind\":\"url\",\"many\":true},{\"name\":\"sum\",\"kind\":\"money\"}]}";

  @ParameterizedTest(name = "{0} {2}: {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sentiment-analysis | {} | {\"label\":\"good\",\"scorePpm\":0,\"positive\":[],\"negative\":[]} | /label",
        "sentiment-analysis | {} | {\"label\":\"positive\",\"scorePpm\":0.7,\"positive\":[],\"negative\":[]} | /scorePpm",
        "sentiment-analysis | {} | {\"label\":\"positive\",\"scorePpm\":1} | /positive",
        "sentiment-analysis | {} | {\"label\":\"neutral\",\"scorePpm\":0,\"positive\":[],\"negative\":[],\"why\":1} | /why",
        "sentiment-analysis | {} | positive | no whole JSON object",
        "summarization | {\"sentences\":1} | {\"summary\":\"s\",\"sentences\":[{\"index\":0,\"text\":\"a\",\"scorePpm\":1},{\"index\":1,\"text\":\"b\",\"scorePpm\":1}]} | at most 1",
        "translation | {\"to\":\"de\"} | {\"text\":\"t\",\"from\":\"en\",\"to\":\"fr\"} | not the language that was asked for, de",
        "classification | LABELS | {\"label\":\"b\",\"scores\":[{\"label\":\"a\",\"score\":1}],\"matched\":[]} | not one of the input's labels",
        "classification | LABELS | {\"label\":\"a\",\"scores\":[{\"label\":\"b\",\"score\":1}],\"matched\":[]} | a label that the input does not have",
        "extraction | FIELDS | {\"fields\":{}} | the required field 'to' is not there",
        "extraction | FIELDS | {\"fields\":{\"to\":[\"a@b.org\"]}} | 'to' must be one text",
        "extraction | FIELDS | {\"fields\":{\"to\":\"a@b.org\",\"all\":\"x\"}} | 'all' must be a list",
        "extraction | FIELDS | {\"fields\":{\"to\":\"a@b.org\",\"iban\":\"x\"}} | was not asked for",
        "question-answering | {\"passages\":[{\"id\":\"p1\"}]} | {\"answer\":\"a\",\"answerable\":true,\"confidencePpm\":1,\"sources\":[\"p2\"]} | no passage of the input has",
        "question-answering | {} | {\"answer\":\"\",\"answerable\":true,\"confidencePpm\":1,\"sources\":[]} | exactly when answerable",
        "question-answering | {} | {\"answer\":\"a\",\"answerable\":false,\"confidencePpm\":1,\"sources\":[]} | exactly when answerable",
        "code-generation | {} | {\"files\":[{\"path\":\"../a\",\"content\":\"\"}],\"explanation\":\"\"} | leads out of its root",
        "code-generation | {} | {\"files\":[{\"path\":\"/a\",\"content\":\"\"}],\"explanation\":\"\"} | leads out of its root",
        "code-generation | {} | {\"files\":[{\"path\":\"C:a\",\"content\":\"\"}],\"explanation\":\"\"} | leads out of its root",
        "code-generation | {} | {\"files\":[{\"path\":\"a\",\"content\":\"\"},{\"path\":\"a\",\"content\":\"\"}],\"explanation\":\"\"} | two files with one path",
        "code-review | {\"diff\":\"d\",\"rules\":[\"todo-left\"]} | {\"findings\":[{\"rule\":\"long-line\",\"severity\":\"info\",\"file\":\"f\",\"line\":1,\"message\":\"m\"}]} | the input's rules do not have",
        "generic | {} | {\"answer\":\"a\"} | /text",
      })
  void brokenPromisesAreNamed(String service, String input, String answer, String problem) {
    String filled = input.replace("LABELS", LABELS).replace("FIELDS", FIELDS);

    assertThat(TaskKinds.of(service).orElseThrow().read(json(filled), answer))
        .isInstanceOfSatisfying(
            KindReading.Broken.class,
            broken -> assertThat(String.join("; ", broken.problems())).contains(problem));
  }

  @Test
  void theFallbackIsALabelToo() {
    String answer = "{\"label\":\"z\",\"scores\":[{\"label\":\"a\",\"score\":0}],\"matched\":[]}";

    assertThat(TaskKinds.of("classification").orElseThrow().read(json(LABELS), answer))
        .isInstanceOf(KindReading.Kept.class);
  }

  @Test
  void ofSeveralObjectsTheFirstThatFitsCounts() {
    String answer =
        "I first thought of {\"text\": 1}, but: {\"text\":\"good\"} rather than {\"text\":\"bad\"}";

    assertThat(TaskKinds.of("text-generation").orElseThrow().read(json("{}"), answer))
        .isEqualTo(new KindReading.Kept(json("{\"text\":\"good\"}").deepCopy()));
  }

  @Test
  void missingFieldsAreListed() {
    assertThat(
            TaskKinds.of("extraction")
                .orElseThrow()
                .read(json(FIELDS), "{\"fields\":{\"to\":\"a@b.org\"}}"))
        .isEqualTo(
            new KindReading.Kept(
                json("{\"fields\":{\"to\":\"a@b.org\"},\"missing\":[\"all\",\"sum\"]}")
                    .deepCopy()));
  }

  @Test
  void changesAreCountedHere() {
    String diff =
        "diff --git a/x b/x\\n--- a/x\\n+++ b/x\\n@@ -1,3 +1,3 @@ top\\n a\\n--- old\\n+++ new\\n b\\n"
            + "--- a/y\\n+++ b/y\\n@@ -0,0 +1 @@\\n+c\\n";
    String answer =
        "{\"findings\":[{\"rule\":\"todo-left\",\"severity\":\"major\",\"file\":\"x\",\"line\":2,"
            + "\"message\":\"m\"}]}";

    assertThat(
            TaskKinds.of("code-review")
                .orElseThrow()
                .read(json("{\"diff\":\"" + diff + "\"}"), answer))
        .isInstanceOfSatisfying(
            KindReading.Kept.class,
            kept ->
                assertThat(kept.output().path("summary"))
                    .isEqualTo(
                        json(
                            "{\"files\":2,\"added\":2,\"removed\":1,\"notListed\":0,\"bySeverity\":"
                                + "{\"critical\":0,\"major\":1,\"minor\":0,\"info\":0}}")));
  }
}
