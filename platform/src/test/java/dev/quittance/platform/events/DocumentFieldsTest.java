package dev.quittance.platform.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.Plan;
import dev.quittance.planning.document.PlanStep;
import dev.quittance.planning.document.StepInput;
import dev.quittance.platform.events.DocumentFields.OrderFields;
import dev.quittance.platform.events.DocumentFields.PlanFields;
import dev.quittance.platform.events.DocumentFields.StepFields;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentFieldsTest {
  private static final String AGENT = "0x" + "a1".repeat(20);
  private static final long AT_MS = 1_000;
  private static final Hash32 HASH = Hash32.sha256(new byte[] {1});
  private static final BigInteger LARGE = BigInteger.TWO.pow(128).subtract(BigInteger.ONE);
  private static final Order ORDER =
      new Order(
          "acme",
          "http",
          "1",
          AGENT,
          LARGE,
          Long.MAX_VALUE,
          List.of(orderStep("first"), orderStep("second")));
  private static final Plan PLAN =
      new Plan(
          HASH,
          HASH,
          "acme",
          AGENT,
          AGENT,
          LARGE,
          AT_MS,
          AT_MS,
          1,
          2,
          HASH,
          HASH,
          250,
          AGENT,
          List.of(planStep(0, "first"), planStep(1, "second")),
          BigInteger.valueOf(20));

  private static OrderStep orderStep(String name) {
    CanonicalJson input = new CanonicalJson("{\"budget\":\"é\",\"steps\":[{\"name\":1}]}");
    return new OrderStep(name, "extraction", new StepInput.Inline(input), null, null, null);
  }

  private static PlanStep planStep(int index, String name) {
    return new PlanStep(
        index,
        name,
        "extraction",
        "scribe",
        AGENT,
        HASH,
        "builtin/extraction",
        BigInteger.TEN,
        BigInteger.ONE,
        60_000,
        900_000,
        List.of());
  }

  @Test
  void readsWhatTheStrictParserReads() {
    assertThat(Order.parse(ORDER.canonicalJson())).isEqualTo(new Parsed.Ok<>(ORDER));
    assertThat(Plan.parse(PLAN.canonicalJson())).isEqualTo(new Parsed.Ok<>(PLAN));

    OrderFields order = DocumentFields.order(ORDER.canonicalJson()).orElseThrow();
    PlanFields plan = DocumentFields.plan(PLAN.canonicalJson()).orElseThrow();

    assertThat(order.asset()).isEqualTo(ORDER.asset());
    assertThat(order.budget()).isEqualTo(ORDER.budget());
    assertThat(order.deadline()).isEqualTo(ORDER.deadlineMs());
    assertThat(order.steps()).hasSameSizeAs(ORDER.steps());
    assertThat(plan.total()).isEqualTo(PLAN.total());
    assertThat(plan.steps())
        .isEqualTo(
            PLAN.steps().stream()
                .map(step ->
                    new StepFields(
                        step.index(),
                        step.name(),
                        step.service(),
                        step.agentId(),
                        step.price(),
                        step.fee()))
                .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "null", "[]", "{}", "{\"format\":\"quittance-plan/v1\"", "\0"})
  void textThatIsNoDocumentSaysNothing(String text) {
    assertThat(DocumentFields.order(text.getBytes(UTF_8))).isEmpty();
    assertThat(DocumentFields.plan(text.getBytes(UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quittance-plan/v1 | quittance-plan/v2",
        "\"total\":\"20\"  | \"total\":null",
        "\"total\":\"20\"  | \"total\":1e3",
        "\"total\":\"20\"  | \"sum\":\"20\"",
        "\"fee\":\"1\"     | \"fee\":\"one\"",
        "\"index\":0       | \"index\":null",
        "\"index\":0       | \"index\":9999999999",
        "\"steps\":[       | \"steps\":[null,",
        "\"steps\":[       | \"steps\":7,\"others\":[",
      })
  void aPlanThatLacksWhatIsShownSaysNothing(String part, String instead) {
    String plan = PLAN.canonical().text();
    assertThat(plan).contains(part);

    assertThat(DocumentFields.plan(plan.replace(part, instead).getBytes(UTF_8))).isEmpty();
  }
}
