package dev.quittance.executor.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.builtin.Samples.Sample;
import dev.quittance.executor.builtin.TaskOutcome.Completed;
import dev.quittance.executor.builtin.TaskOutcome.Failed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SampleOrdersTest {
  private static final int INLINE_INPUT_BYTES = 8 * 1024;

  static List<Sample> orders() {
    return Samples.orders();
  }

  static List<Sample> planned() {
    return orders().stream()
        .filter(order -> List.of("COMPLETED", "FAILED").contains(order.outcome()))
        .toList();
  }

  @Test
  void theSetIsWhatTheDemoExpects() {
    var outcomes = new TreeMap<String, Integer>();
    var ids = new HashSet<String>();
    for (var order : orders()) {
      var code = order.code().isEmpty() ? "" : " " + order.code();
      outcomes.merge(order.outcome() + code, 1, Integer::sum);
      ids.add(order.sourceId());
    }

    assertThat(ids).hasSize(24);
    assertThat(outcomes)
        .hasToString(
            "{BLOCKED policy-order-cap=1, BLOCKED policy-service=1, COMPLETED=18,"
                + " EXPIRED past-deadline=1, FAILED field-not-found=1,"
                + " REJECTED budget-too-small=1, REJECTED unknown-service=1}");
  }

  @ParameterizedTest
  @MethodSource("orders")
  void everyOrderIsWellFormed(Sample order) {
    int inputBytes = 0;
    var names = new HashSet<String>();
    for (var step : order.steps()) {
      for (var needed : step.path("needs")) {
        assertThat(names).as("steps before this one").contains(needed.textValue());
        assertThat(step.path("input").toString()).contains("{{" + needed.textValue() + ".output.");
      }
      assertThat(references(step)).isSubsetOf(names);
      names.add(step.path("name").asText());
      inputBytes += step.path("input").toString().getBytes(StandardCharsets.UTF_8).length;
    }
    assertThat(inputBytes).isLessThanOrEqualTo(INLINE_INPUT_BYTES);
    assertThat(names).hasSize(order.steps().size());
    assertThat(order.order().path("asset").textValue()).isEqualTo("@testusd");
    assertThat(order.order().path("budget").textValue()).matches("[1-9][0-9]*");
    assertThat(Duration.parse(order.order().path("deadline").textValue()).isNegative())
        .isEqualTo(order.code().equals("past-deadline"));
    boolean refused = !planned().contains(order);
    assertThat(order.line().at("/expect/steps").intValue())
        .isEqualTo(refused ? 0 : order.steps().size());
  }

  /** Runs the steps in order, and what needs a failed step not at all, as the orchestrator does. */
  @ParameterizedTest
  @MethodSource("planned")
  void stepsEndAsExpected(Sample order) {
    var outputs = new HashMap<String, JsonNode>();
    var failures = new ArrayList<Failed>();
    int cancelled = 0;
    for (var step : order.steps()) {
      var service = step.path("service").textValue();
      assertThat(Schemas.problems(service, "input", step.path("input"))).isEmpty();
      if (!outputs.keySet().containsAll(names(step.path("needs")))) {
        cancelled++;
        continue;
      }
      var input = render(step.path("input"), outputs);
      switch (Run.outcome(service, input)) {
        case Completed _ -> outputs.put(step.path("name").asText(), Run.output(service, input));
        case Failed failed -> failures.add(failed);
      }
    }

    boolean fails = order.outcome().equals("FAILED");
    assertThat(failures)
        .extracting(Failed::code)
        .isEqualTo(fails ? List.of(order.code()) : List.of());
    assertThat(cancelled).isEqualTo(fails ? 1 : 0);
    for (var step : order.steps()) {
      var output = outputs.get(step.path("name").asText());
      if (output != null) {
        var service = step.path("service").textValue();
        assertThat(Schemas.problems(service, "output", output)).isEmpty();
      }
    }
  }

  @Test
  void theReviewsFindWhatWasPutIntoTheDiffs() {
    assertThat(rules("sample-05"))
        .containsExactly(
            "missing-tests",
            "hard-coded-secret",
            "sql-concatenation",
            "swallowed-exception",
            "debug-print");
    assertThat(rules("sample-09"))
        .containsExactly(
            "missing-tests",
            "todo-left",
            "disabled-tls-verification",
            "debug-print",
            "swallowed-exception",
            "float-equality");
    assertThat(rules("sample-13"))
        .containsExactly("debug-print", "swallowed-exception", "float-equality");
    assertThat(rules("sample-17"))
        .containsExactly(
            "missing-tests",
            "sql-concatenation",
            "disabled-tls-verification",
            "swallowed-exception",
            "debug-print");
    assertThat(rules("sample-24")).containsExactly("missing-tests");
  }

  @Test
  void theReadmeListsEveryOrder() {
    var readme = Samples.readme();
    for (var order : orders()) {
      assertThat(readme.lines().filter(row -> row.startsWith("| ")).toList())
          .anyMatch(row ->
              row.contains(" " + order.line().path("title").textValue() + " ")
                  && row.contains(" " + order.tenant() + " ")
                  && row.contains("| " + order.outcome())
                  && row.contains(order.code()));
    }
  }

  private static List<String> rules(String prefix) {
    var order =
        orders().stream().filter(o -> o.sourceId().startsWith(prefix)).findFirst().orElseThrow();
    var step = order.steps().getFirst();
    var rules = new ArrayList<String>();
    Run.output(step.path("service").textValue(), step.path("input"))
        .path("findings")
        .forEach(finding -> rules.add(finding.path("rule").textValue()));
    return rules;
  }

  private static List<String> names(JsonNode list) {
    return Samples.list(list).stream().map(JsonNode::textValue).toList();
  }

  /** Puts the outputs' values in place of the references in the input's text. */
  private static JsonNode render(JsonNode input, Map<String, JsonNode> outputs) {
    var text = input.path("text").asText();
    for (var reference : pieces(input)) {
      var path = List.of(reference.split("\\.", -1));
      var pointer = "/" + String.join("/", path.subList(2, path.size()));
      var value = Objects.requireNonNull(outputs.get(path.getFirst())).at(pointer);
      assertThat(value.isValueNode()).as(reference).isTrue();
      text = text.replace("{{" + reference + "}}", value.asText());
    }
    return input.has("text") ? ((ObjectNode) input.deepCopy()).put("text", text) : input;
  }

  private static List<String> references(JsonNode step) {
    return pieces(step.path("input")).stream()
        .map(piece -> piece.substring(0, piece.indexOf('.')))
        .toList();
  }

  /** What stands between double braces in an input's text. */
  private static List<String> pieces(JsonNode input) {
    var pieces = new ArrayList<String>();
    var text = input.path("text").asText();
    for (int at = text.indexOf("{{"); at >= 0; at = text.indexOf("{{", at + 2)) {
      pieces.add(text.substring(at + 2, text.indexOf("}}", at)));
    }
    return pieces;
  }
}
