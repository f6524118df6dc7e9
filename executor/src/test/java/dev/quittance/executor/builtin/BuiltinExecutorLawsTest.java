package dev.quittance.executor.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.builtin.TaskOutcome.Completed;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltinExecutorLawsTest {
  private static final int CASES = 10_000;
  private static final List<String> PIECES =
      List.of(
          "a",
          "\n",
          " ",
          ".",
          "!",
          "\"",
          "'",
          "@",
          "://",
          "http",
          "+49",
          "(0",
          "12",
          "1,",
          "2026-",
          "March ",
          "€",
          "%",
          "not ",
          "very ",
          "good ",
          "bad ",
          "+",
          "-",
          "@@ -1 +1 @@",
          "--- a/x\n",
          "+++ b/x.java\n",
          "diff --git a/x b/x\n",
          "catch (E e) {",
          "}",
          "\\",
          "`",
          "\uD800",
          "\uDC00",
          "😀",
          "\u0000",
          "\u202f",
          "İ",
          "select ",
          "== 0.1",
          "TODO",
          "password = ",
          "\r");

  static List<BuiltinExecutor> executors() {
    return BuiltinExecutors.all();
  }

  @ParameterizedTest
  @MethodSource("executors")
  void anyInputGivesAnOutcomeAndAlwaysTheSame(BuiltinExecutor executor) throws IOException {
    int completions = 0;
    for (long seed = 0; seed < CASES; seed++) {
      var input = input(executor, new Random(seed));
      var first = executor.run(input);
      var second = executor.run(input.deepCopy());
      assertThat(second).as("seed %d: %s", seed, input).isEqualTo(first);
      if (first instanceof Completed completed) {
        completions++;
        var bytes = completed.canonicalOutput();
        assertThat(new JsonCanonicalizer(bytes).getEncodedUTF8())
            .as("seed %d", seed)
            .isEqualTo(bytes);
      }
    }
    // Both outcomes must be common, or this law says little.
    assertThat(completions).isBetween(CASES / 100, CASES * 99 / 100);
  }

  @ParameterizedTest
  @MethodSource("executors")
  void oneBadInputNamesTheField(BuiltinExecutor executor) {
    var failed = Run.failure(executor.service(), Run.json("[1]"));

    assertThat(failed.code()).isEqualTo("invalid-input");
    assertThat(failed.message()).startsWith("the input: expected an object, got array");
  }

  /** Texts on which a scanner that looks back or ahead without bound would be quadratic. */
  @ParameterizedTest
  @MethodSource("executors")
  void longHostileTextsAreNoTrouble(BuiltinExecutor executor) {
    for (var piece : PIECES) {
      var text = piece.repeat((BuiltinExecutor.MAX_TEXT_CHARS - 1) / piece.length()) + "x";
      var input = hostile(executor, text, piece);
      Assertions.assertTimeout(
          Duration.ofSeconds(30), () -> executor.run(input), () -> "repeated: " + piece);
    }
  }

  @Test
  void textsBeyondTheLimitAreRefused() {
    var input =
        Run.JSON.createObjectNode().put("text", "a".repeat(BuiltinExecutor.MAX_TEXT_CHARS + 1));

    assertThat(Run.failure("summarization", input).message())
        .isEqualTo("/text: expected at most 262144 characters, got 262145");
  }

  @Test
  void namesAndVersionsAreStable() {
    assertThat(BuiltinExecutors.all())
        .extracting(BuiltinExecutor::version)
        .containsExactly(
            "builtin/agentrunner-receipt@1",
            "builtin/classification@1",
            "builtin/code-review@1",
            "builtin/extraction@1",
            "builtin/sentiment-analysis@1",
            "builtin/summarization@1");
    for (var executor : BuiltinExecutors.all()) {
      assertThat(BuiltinExecutors.find(executor.name())).contains(executor);
      assertThat(BuiltinExecutors.find(executor.version())).contains(executor);
    }
    assertThat(BuiltinExecutors.find("builtin/translation")).isEmpty();
  }

  @Test
  void outcomesGuardTheirBytes() {
    var completed = new Completed(new byte[] {1, 2});
    completed.canonicalOutput()[0] = 9;

    assertThat(completed).isEqualTo(new Completed(new byte[] {1, 2}));
    assertThatCode(completed::hashCode).doesNotThrowAnyException();
  }

  private static JsonNode input(BuiltinExecutor executor, Random random) {
    var input = hostile(executor, text(random), text(random));
    for (int i = random.nextInt(3); i > 0; i--) {
      damage(input, random);
    }
    return input;
  }

  /** A valid input of the service around the given texts. */
  private static ObjectNode hostile(BuiltinExecutor executor, String text, String phrase) {
    var input = Run.JSON.createObjectNode();
    var label = phrase.isBlank() ? "x" : phrase.substring(0, Math.min(60, phrase.length()));
    switch (executor) {
      case AgentRunnerReceiptExecutor _ -> input.put("receipt", submission(label, text));
      case ClassificationExecutor _ ->
          input
              .put("text", text)
              .put("fallback", "none")
              .putArray("labels")
              .addObject()
              .put("label", "a")
              .putArray("any")
              .add(label)
              .add("a a a b");
      case CodeReviewExecutor _ ->
          input.put("diff", text.startsWith("-") || text.startsWith("d") ? text : diff(text));
      case ExtractionExecutor _ -> addFields(input.put("text", text).putArray("fields"), label);
      case SentimentExecutor _, SummarizationExecutor _ -> input.put("text", text);
    }
    return input;
  }

  private static String submission(String agent, String text) {
    var receipt = Run.JSON.createObjectNode();
    receipt
        .put("runner_pubkey", "07".repeat(32))
        .put("agent", agent)
        .put("task_id", "t")
        .put("when_unix", 1)
        .put("cost_usd", "0.01")
        .put("inputs", text);
    receipt.putObject("sign").put("algo", "ed25519").put("sig", "A".repeat(86) + "==");
    return receipt.toString();
  }

  private static void addFields(ArrayNode fields, String label) {
    for (var kind : FieldKind.values()) {
      fields.addObject().put("name", kind.json()).put("kind", kind.json()).put("many", true);
      ((ObjectNode) fields.get(fields.size() - 1)).put("after", label);
      if (kind != FieldKind.LABEL) {
        fields
            .addObject()
            .put("name", "all-" + kind.json())
            .put("kind", kind.json())
            .put("many", true);
      }
    }
  }

  private static String diff(String text) {
    var lines = text.substring(0, Math.max(0, text.length() - 200)).split("\n", -1);
    return "--- a/x\n+++ b/x.java\n@@ -0,0 +1,%d @@\n+%s\n"
        .formatted(lines.length, String.join("\n+", lines));
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(60); i >= 0; i--) {
      // The last pieces of the list are rare, so that most texts are well formed.
      int bound = random.nextInt(20) == 0 ? PIECES.size() : PIECES.indexOf("\uD800");
      text.append(PIECES.get(random.nextInt(bound)));
    }
    return text.toString();
  }

  private static void damage(JsonNode node, Random random) {
    var values =
        List.of("null", "true", "1e400", "-3", "\"\"", "[]", "{}", "[{}]", "[[1]]", "\"x\"");
    var value = Run.json(values.get(random.nextInt(values.size())));
    switch (node) {
      case ObjectNode object when !object.isEmpty() -> {
        var names = object.propertyStream().map(Map.Entry::getKey).toList();
        var name = names.get(random.nextInt(names.size()));
        if (random.nextBoolean()) {
          damage(object.get(name), random);
        } else {
          object.set(random.nextInt(8) == 0 ? "\uD800~/" + name : name, value);
        }
      }
      case ArrayNode array when !array.isEmpty() -> {
        int at = random.nextInt(array.size());
        if (random.nextBoolean()) {
          damage(array.get(at), random);
        } else {
          array.set(at, value);
        }
      }
      default -> {}
    }
  }
}
