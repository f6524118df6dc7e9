package dev.quittance.planning.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Examples;
import dev.quittance.planning.document.Limits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InputTemplateTest {
  private static final Map<String, JsonNode> OUTPUTS =
      Map.of(
          "facts",
              Examples.read(
                  "{\"number\":4711,\"lines\":[{\"sub\":\"a\"},{\"sub\":\"{{facts.output}}\"}],\"0\":null}"),
          "title", Examples.read("\"Dear \\\"sir\\\"\""));

  private static InputTemplate template(String json) {
    return new InputTemplate(CanonicalJson.of(Examples.read(json)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "\"{{title.output}}\"                      | \"Dear \\\"sir\\\"\"",
        "\"{{title.output}}, {{title.output}}!\"   | \"Dear \\\"sir\\\", Dear \\\"sir\\\"!\"",
        "\"{{facts.output.number}}\"               | 4711",
        "\"No {{facts.output.number}}\"            | \"No 4711\"",
        "\"{{facts.output.lines.0}}\"              | {\"sub\":\"a\"}",
        "\" {{facts.output.lines.0}}\"             | \" {\\\"sub\\\":\\\"a\\\"}\"",
        "\"{{facts.output.lines.0.sub}}\"          | \"a\"",
        "[{\"x\":\"{{facts.output.0}}\"},1,null]   | [{\"x\":null},1,null]",
        "\"{{facts.output.lines.1.sub}}\"          | \"{{facts.output}}\"",
        "{\"{{title.output}}\":true}               | {\"{{title.output}}\":true}",
        "\"{{ title.output }} {{title}} {title.output}\" | \"{{ title.output }} {{title}} {title.output}\"",
        "\"{{{title.output}}}\"                    | \"{Dear \\\"sir\\\"}\"",
        "\"{{Title.output}}{{title.outputs}}\"     | \"{{Title.output}}{{title.outputs}}\"",
        "7                                         | 7",
      })
  void referencesAreFilledIn(String input, String rendered) {
    assertThat(template(input).render(OUTPUTS))
        .isEqualTo(new Rendered.Ok(new CanonicalJson(rendered)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "\"{{other.output}}\"             | {{other.output}}: step other has no output",
        "\"{{facts.output.date}}\"        | {{facts.output.date}}: the output of facts has nothing at date",
        "\"a {{facts.output.lines.2}}\"   | {{facts.output.lines.2}}: the output of facts has nothing at 2",
        "\"{{facts.output.lines.00}}\"    | {{facts.output.lines.00}}: the output of facts has nothing at 00",
        "\"{{facts.output.lines.99999999999}}\" | {{facts.output.lines.99999999999}}: the output of facts has nothing at 99999999999",
        "\"{{facts.output.number.x}}\"    | {{facts.output.number.x}}: the output of facts has nothing at x",
        "\"{{title.output.0}}\"           | {{title.output.0}}: the output of title has nothing at 0",
      })
  void whatIsNotThereIsAValue(String input, String message) {
    Rendered rendered = template(input).render(OUTPUTS);

    assertThat(rendered).isInstanceOf(Rendered.Missing.class);
    assertThat(((Rendered.Missing) rendered).message()).isEqualTo(message);
  }

  @Test
  void referencesComeOnceAndInCanonicalOrder() {
    InputTemplate template =
        template(
            "{\"b\":[\"{{y.output}}\",\"{{x.output}} {{y.output}}\"],\"a\":\"{{z_1.output.a-b.0}}\"}");

    assertThat(template.references())
        .containsExactly(
            new Reference("z_1", List.of("a-b", "0")),
            new Reference("y", List.of()),
            new Reference("x", List.of()));
    assertThat(template.references())
        .extracting(Reference::toString)
        .first()
        .isEqualTo("{{z_1.output.a-b.0}}");
  }

  @Test
  void manyReferencesToALargeOutputAreRefusedBeforeTheyAreCopied() {
    JsonNode large = Examples.read("\"" + "x".repeat(Limits.INPUT_BYTES / 4) + "\"");

    assertThat(
            template("\"{{big.output}}{{big.output}}{{big.output}}\"").render(Map.of("big", large)))
        .isInstanceOf(Rendered.Ok.class);
    assertThat(template("\"" + "{{big.output}}".repeat(500) + "\"").render(Map.of("big", large)))
        .isEqualTo(new Rendered.TooLarge("the input would have more than 262144 bytes"));
  }

  @Test
  void depthIsLimited() {
    JsonNode deep = Examples.read("[".repeat(30) + "]".repeat(30));

    assertThat(template("[[\"{{deep.output}}\"]]").render(Map.of("deep", deep)))
        .isInstanceOf(Rendered.Ok.class);
    assertThat(template("[[[\"{{deep.output}}\"]]]").render(Map.of("deep", deep)))
        .isInstanceOf(Rendered.TooLarge.class);
  }
}
