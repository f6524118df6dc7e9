package dev.quittance.executor.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SchemasTest {

  static Stream<BuiltinExecutor> executors() {
    return BuiltinExecutors.all().stream();
  }

  /** What the schema refuses the executor must refuse too, and the other way round. */
  @ParameterizedTest(name = "{0} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "extraction         | true  | {'text':'a','fields':[{'name':'x','kind':'url','many':true}]}",
        "extraction         | false | {'text':'a','fields':[]}",
        "extraction         | false | {'text':'a','fields':[{'name':'x','kind':'label'}]}",
        "extraction         | false | {'text':'a','fields':[{'name':'x','kind':'iban'}]}",
        "extraction         | false | {'text':'a','fields':[{'name':'x','kind':'url','required':1}]}",
        "extraction         | false | {'text':'a'}",
        "summarization      | true  | {'text':'a','sentences':50}",
        "summarization      | false | {'text':'a','sentences':0}",
        "summarization      | false | {'text':'a','sentences':1.5}",
        "summarization      | false | {'text':''}",
        "sentiment-analysis | true  | {'text':'a'}",
        "sentiment-analysis | false | {'text':'a','lang':'en'}",
        "sentiment-analysis | false | 'a'",
        "classification     | true  | {'text':'a','labels':[{'label':'l','any':['a'],'weight':1000}]}",
        "classification     | false | {'text':'a','labels':[{'label':'l'}]}",
        "classification     | false | {'text':'a','labels':[{'label':'l','any':'a'}]}",
        "classification     | false | {'text':'a','labels':[{'label':'l','any':['a'],'weight':0}]}",
        "code-review        | true  | {'diff':'diff --git a/x b/x','rules':[]}",
        "code-review        | false | {'diff':'diff --git a/x b/x','rules':['lint']}",
        "code-review        | false | {}",
        "agentrunner-receipt | false | {}",
        "agentrunner-receipt | false | {'receipt':''}",
        "agentrunner-receipt | false | {'receipt':7}",
        "agentrunner-receipt | false | {'receipt':'{}','lock':'a'}",
        "agentrunner-receipt | false | {'receipt':'{}','key':'a'}",
      })
  void schemaAndExecutorAgree(String service, boolean valid, String input) {
    var document = Run.json(input.replace('\'', '"'));

    assertThat(Schemas.problems(service, "input", document).isEmpty()).isEqualTo(valid);
    assertThat(Run.outcome(service, document) instanceof TaskOutcome.Completed).isEqualTo(valid);
  }

  @Test
  void theSchemasListTheKindsAndRulesOfTheCode() {
    var kinds =
        Run.json(Schemas.text("extraction.input.schema.json"))
            .at("/properties/fields/items/properties/kind/enum");
    var rules =
        Run.json(Schemas.text("code-review.input.schema.json")).at("/properties/rules/items/enum");

    assertThat(kinds).isEqualTo(Run.JSON.valueToTree(FieldKind.names()));
    assertThat(rules).isEqualTo(Run.JSON.valueToTree(ReviewRule.names()));
  }

  @ParameterizedTest
  @MethodSource("executors")
  void theOutputSchemaIsClosed(BuiltinExecutor executor) {
    assertThat(Schemas.problems(executor.service(), "output", Run.json("{\"x\":1}"))).isNotEmpty();
  }
}
