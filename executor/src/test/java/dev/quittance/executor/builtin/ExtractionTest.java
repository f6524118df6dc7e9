package dev.quittance.executor.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtractionTest {

  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "email   | Write to Jane.Doe+x@Mail.Example.org. | jane.doe+x@mail.example.org",
        "email   | a@b, @handle, x@y.z, q@r.io!           | q@r.io",
        "url     | see (https://example.org/a?b=1#c).     | https://example.org/a?b=1#c",
        "url     | ftp://no.example http://yes.example/   | http://yes.example/",
        "date    | due 2026-03-12, not 2026-02-30         | 2026-03-12",
        "date    | on 5.3.2026                            | 2026-03-05",
        "date    | the 3rd of                             | ''",
        "date    | March 12th, 2026 and 1 Apr 2026        | 2026-03-12,2026-04-01",
        "date    | 29 February 2027 or 29 Feb. 2028       | 2028-02-29",
        "date    | 03/04/2026 means two days              | ''",
        "money   | total € 1.234,50 or $1,234.50           | 1234.50 EUR,1234.50 USD",
        "money   | 20 EUR, CHF 7.5, 3 apples, -$5          | 20 EUR,7.5 CHF,-5 USD",
        "money   | EURO 20                                | ''",
        "number  | 3 of 1,000 at -2.50, v2, A-7, 10:30     | 3,1000,-2.50",
        "number  | 1.000.000 and 007                       | 1000000,7",
        "percent | up 12.5 % and 3 percent, 4 points       | 12.5,3",
        "phone   | call +49 (30) 1234-567 or (555) 010-2233| +49301234567,5550102233",
        "phone   | 0049 30 123456, order 12                | +4930123456",
        "phone   | 01.02.2026                              | ''",
      })
  void findsEveryValueOfAKind(String kind, String text, String expected) {
    var output = Run.output("extraction", input(text, kind));

    assertThat(String.join(",", texts(output.at("/fields/x")))).isEqualTo(expected);
    assertThat(output.path("missing").size()).isEqualTo(expected.isEmpty() ? 1 : 0);
  }

  @Test
  void readsWhatStandsAfterALabel() {
    var output =
        Run.output(
            "extraction",
            Run.json(
                """
                {"text": "Notes: none\\nINVOICE NO: R-2041 \\r\\nSubtotal 10 EUR\\nTotal: 11.90 EUR",
                 "fields": [
                   {"name": "number", "kind": "label", "after": "invoice no"},
                   {"name": "total", "kind": "money", "after": "Total"},
                   {"name": "note", "kind": "label", "after": "no"},
                   {"name": "vat", "kind": "percent"}]}
                """));

    assertThat(output)
        .isEqualTo(
            Run.json(
                """
                {"fields": {"number": "R-2041", "total": "11.90 EUR", "note": "R-2041"},
                 "missing": ["vat"]}
                """));
  }

  @Test
  void failsWhenARequiredFieldIsMissing() {
    var failed =
        Run.failure(
            "extraction",
            Run.json(
                """
                {"text": "no address here",
                 "fields": [{"name": "to", "kind": "email", "required": true}]}
                """));

    assertThat(failed.code()).isEqualTo("field-not-found");
    assertThat(failed.message()).startsWith("/fields/0: required field 'to' (email)");
  }

  @Test
  void namesEveryProblemOfAnInput() {
    var failed =
        Run.failure(
            "extraction",
            Run.json(
                """
                {"text": 7, "fields": [{"name": "a", "kind": "iban"},
                  {"name": "b", "kind": "label"}, {"name": "b", "kind": "url", "x/y": 1}]}
                """));

    assertThat(failed.code()).isEqualTo("invalid-input");
    assertThat(failed.message())
        .contains(
            "/text: expected a text, got number",
            "/fields/0/kind: expected one of email, url,",
            "/fields/1/after: expected the label's text",
            "/fields/2/name: expected another name",
            "/fields/2/x~1y: unknown field");
  }

  private static JsonNode input(String text, String kind) {
    var input = Run.JSON.createObjectNode().put("text", text);
    input.putArray("fields").addObject().put("name", "x").put("kind", kind).put("many", true);
    return input;
  }

  private static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(item -> texts.add(item.textValue()));
    return texts;
  }
}
