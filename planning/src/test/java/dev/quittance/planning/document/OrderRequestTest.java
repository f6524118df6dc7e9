package dev.quittance.planning.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OrderRequestTest {
  private static final OrderOrigin ORIGIN = new OrderOrigin("acme", "http", "order-0001");
  private static final String SHORT =
      """
      {"service":"summarization","input":"Text.","asset":"0x%s","budget":"5","deadline":"2026-01-05T03:00:00Z"}
      """
          .formatted("ab".repeat(20));

  private static Parsed<Order> parse(String json) {
    return OrderRequest.parse(json.getBytes(StandardCharsets.UTF_8), ORIGIN);
  }

  @Test
  void requestWithStepsIsTheOrderWithoutItsOrigin() {
    String request = Examples.text("order.example.json");
    for (String member : List.of("/format", "/tenant", "/source", "/sourceId")) {
      request = Examples.edit(request, member, "-");
    }

    assertThat(parse(request).orThrow()).isEqualTo(Examples.order());
  }

  @Test
  void shorthandIsOneStepNamedMain() {
    Order order = parse(SHORT).orThrow();

    assertThat(order.steps())
        .containsExactly(
            new OrderStep(
                "main",
                "summarization",
                new StepInput.Inline(new CanonicalJson("\"Text.\"")),
                null,
                null,
                null));
    assertThat(order.deadlineMs()).isEqualTo(1_767_582_000_000L);
    assertThat(order.orderId()).isEqualTo(Order.orderId("acme", "http", "order-0001"));
  }

  @Test
  void bothFormsOfTheDeadlineGiveTheSameOrder() {
    Parsed<Order> inMs = parse(Examples.edit(SHORT, "/deadline", "\"1767582000000\""));

    assertThat(inMs.orThrow().hash()).isEqualTo(parse(SHORT).orThrow().hash());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "/deadline | -                      | /deadline is missing; expected an ISO-8601 instant",
        "/deadline | 1767582000000          | /deadline is not a string",
        "/deadline | \"tomorrow\"           | /deadline is not a time",
        "/deadline | \"1969-01-01T00:00:00Z\" | /deadline lies before 1970",
        "/deadline | \"+1000000000-01-01T00:00:00Z\" | /deadline is not a time",
        "/service  | \"Summarize it\"       | /service is the string \"Summarize it\"",
        "/input    | -                      | /input is missing",
        "/service  | -                      | /steps is missing",
        "/steps    | []                     | /service is unknown",
        "/needs    | [\"main\"]             | /needs is unknown",
        "/tenant   | \"other\"              | /tenant is unknown",
      })
  void badRequestNamesTheMember(String pointer, String value, String message) {
    Parsed<Order> parsed = parse(Examples.edit(SHORT, pointer, value));

    assertThat(parsed).isInstanceOf(Parsed.Bad.class);
    assertThat(((Parsed.Bad<Order>) parsed).message()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "Acme | http | a | /tenant",
        "acme | h:p | a | /source",
        "acme | http | 'ä' | /sourceId",
        "acme | http | '' | /sourceId"
      })
  void badOriginIsNamed(String tenant, String source, String sourceId, String pointer) {
    OrderOrigin origin = new OrderOrigin(tenant, source, sourceId);

    Parsed<Order> parsed = OrderRequest.parse(SHORT.getBytes(StandardCharsets.UTF_8), origin);

    assertThat(((Parsed.Bad<Order>) parsed).problems())
        .extracting(Problem::pointer)
        .containsExactly(pointer);
  }

  @Test
  void sameIdWithOtherContentHasAnotherRequestId() {
    Order first = parse(SHORT).orThrow();
    Order other = parse(Examples.edit(SHORT, "/budget", "\"6\"")).orThrow();

    assertThat(other.orderId()).isEqualTo(first.orderId());
    assertThat(other.requestId()).isNotEqualTo(first.requestId());
  }
}
