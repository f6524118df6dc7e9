package dev.quittance.executor.domain;

import static dev.quittance.executor.Planned.IN_TIME_MS;
import static dev.quittance.executor.Planned.step;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.quittance.executor.Planned;
import dev.quittance.executor.domain.RunCommand.RefusePlan;
import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlanReadingTest {
  private static final Planned SOUND =
      Planned.of(
          step("one", "builtin/extraction", "{}"), step("two", "builtin/extraction", "{}", "one"));
  private static final String PLAN = SOUND.plan().canonical().text();
  private static final String ORDER = SOUND.order().canonical().text();
  private static final Hash32 ORDER_ID = SOUND.order().orderId();

  static Stream<Arguments> malformed() {
    String otherOrder = ORDER.replace("\"sourceId\":\"1\"", "\"sourceId\":\"2\"");
    String renamed = ORDER.replace("\"name\":\"two\"", "\"name\":\"too\"");
    String cyclic = PLAN.replace("\"needs\":[]", "\"needs\":[1]");
    return Stream.of(
        arguments("plan is not JSON", "{", ORDER, "is not strict JSON", false),
        arguments("plan of another format", "{\"format\":\"x\"}", ORDER, "format", false),
        arguments("order is not the cited one", PLAN, otherOrder, "the plan cites", true),
        arguments("order is no order", citing("{}"), "{}", "format", true),
        arguments(
            "plan of another order",
            PLAN.replace(ORDER_ID.hex(), SOUND.planHash().hex()),
            ORDER,
            "the plan is of order",
            true),
        arguments("other steps", citing(renamed), renamed, "not those of its order", true),
        arguments("cycle", cyclic, ORDER, "one → two → one", true));
  }

  @Test
  void soundPlanStartsARun() {
    assertThat(SOUND.command(IN_TIME_MS)).isInstanceOf(RunCommand.StartRun.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void malformed(String name, String plan, String order, String message, boolean namesParties) {
    assertThat(name).isNotEmpty();
    RunCommand command = reading(Hash32.sha256(plan.getBytes(UTF_8)), plan, order).command();

    assertThat(command).isInstanceOf(RefusePlan.class);
    RunDecision decision =
        new RunDecider(RetryPolicy.DEFAULT).decide(new RunState.Unknown(), command);
    assertThat(decision.state()).isEqualTo(new RunState.Ended());
    assertThat(decision.effects()).hasSize(1);
    Execution execution = ((RunEffect.Complete) decision.effects().getFirst()).execution();
    assertThat(execution.orderId()).isEqualTo(ORDER_ID);
    assertThat(execution.orderHash()).isEqualTo(Hash32.sha256(order.getBytes(UTF_8)));
    assertThat(execution.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(execution.code()).isEqualTo("malformed-plan");
    assertThat(execution.message()).contains(message);
    assertThat(execution.agent()).isEmpty();
    assertThat(execution.stepId()).isEmpty();
    assertThat(execution.stepIndex()).isEqualTo(-1);
    assertThat(execution.amount()).isEqualTo(BigInteger.ZERO);
    assertThat(List.of(execution.buyer(), execution.asset()))
        .containsExactly(
            namesParties ? Planned.BUYER : Address.ZERO.toString(),
            namesParties ? Planned.ASSET : Address.ZERO.toString());
  }

  @Test
  void planOfAnotherHashIsRefused() {
    RunCommand command = reading(Hash32.sha256(new byte[0]), PLAN, ORDER).command();

    assertThat(command).isInstanceOf(RefusePlan.class);
    assertThat(((RefusePlan) command).message()).contains("plan's hash");
  }

  private static PlanReading reading(Hash32 planHash, String plan, String order) {
    return new PlanReading(
        ORDER_ID,
        planHash,
        Bytes.wrap(plan.getBytes(UTF_8)),
        Bytes.wrap(order.getBytes(UTF_8)),
        IN_TIME_MS);
  }

  /** The plan, citing other order bytes. */
  private static String citing(String order) {
    return PLAN.replace(SOUND.order().hash().hex(), Hash32.sha256(order.getBytes(UTF_8)).hex());
  }
}
