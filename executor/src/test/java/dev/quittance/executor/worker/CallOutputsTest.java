package dev.quittance.executor.worker;

import static dev.quittance.executor.worker.StubExecutor.output;
import static dev.quittance.executor.worker.TaskSamples.ready;
import static dev.quittance.executor.worker.TaskSamples.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.api.EffectClass;
import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.api.TaskCall;
import dev.quittance.executor.api.TaskOutcome;
import dev.quittance.planning.document.Hash32;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.TaskFailed;
import dev.quittance.schemas.avro.TaskSucceeded;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a call is given, and what becomes of what it gives back. */
final class CallOutputsTest extends CallDeskCase {
  @Test
  void outputIsCanonicalAndInline() {
    CallDesk desk =
        desk(
            EffectClass.KEYED,
            call ->
                output(
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("b", 1.0)
                        .put("a", call.input().path("x").asText())));

    take(desk, ready("s", STUB, "{\"x\":\"é\"}"), false);
    turnUntil(desk, 1);

    TaskSucceeded success = (TaskSucceeded) results.getFirst();
    byte[] bytes = AvroValues.bytes(success.getOutput());
    assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"é\",\"b\":1}");
    assertThat(AvroValues.hex(success.getOutputHash()))
        .isEqualTo(AvroValues.hex(Results.sha256(bytes)));
    assertThat(payloads.hashes()).isEmpty();
  }

  @Test
  void callSaysWhatTheTaskSays() {
    List<TaskCall> calls = new ArrayList<>();
    CallDesk desk =
        desk(
            EffectClass.KEYED,
            call -> {
              calls.add(call);
              return output("x");
            });

    take(desk, ready("s", 2, STUB, "1", 500, 400), false);
    turnUntil(desk, 1);

    TaskCall call = calls.getFirst();
    assertThat(call.idempotencyKey()).isEqualTo("key of s");
    assertThat(call.stepId()).hasSize(64).doesNotStartWith("0x");
    assertThat(call.attempt()).isEqualTo(2);
    assertThat(call.timeout()).isEqualTo(Duration.ofMillis(400));
    assertThat(call.deadline().toEpochMilli()).isEqualTo(400);
    assertThat(call.agent()).startsWith("0x");
    assertThat(call.buyer()).contains(TaskSamples.BUYER);
    assertThat(call.price()).contains(TaskSamples.PRICE);
  }

  @Test
  void longerOutputThanTheSettingsAllowFailsTheAttemptWithWhatItUsed() {
    ObjectNode evidence = JsonNodeFactory.instance.objectNode().put("tokens", 9);
    JsonNode output = JsonNodeFactory.instance.textNode("x".repeat(OUTPUT_BYTES - 1));
    CallDesk desk = desk(EffectClass.KEYED, _ -> new TaskOutcome.Succeeded(output, evidence));
    take(desk, ready("s", STUB, "1"), false);

    TaskFailed failure = onlyFailure(desk);

    assertThat(failure.getCode()).isEqualTo("output-too-large");
    assertThat(failure.getCause()).isEqualTo(FailureCause.INVALID_ANSWER.recordName());
    assertThat(failure.getMessage())
        .isEqualTo("the output has 100001 bytes; executors.outputBytes allows 100000");
    assertThat(failure.getEvidence()).isEqualTo("{\"tokens\":9}");
    assertThat(payloads.hashes()).isEmpty();
  }

  @Test
  void anOutputOfTheGreatestLengthIsTaken() {
    CallDesk desk = desk(EffectClass.KEYED, _ -> output("x".repeat(OUTPUT_BYTES - 2)));
    take(desk, ready("s", STUB, "1"), false);
    turnUntil(desk, 1);

    assertThat(results.getFirst()).isInstanceOf(TaskSucceeded.class);
  }

  @Test
  void outputsThatCantBeWrittenDownFailTheirAttemptsAndStopNobody() {
    JsonNode unwritable =
        JsonNodeFactory.instance.pojoNode(
            new Object() {
              @Override
              public String toString() {
                throw new IllegalStateException("not now");
              }
            });
    JsonNode deep = JsonNodeFactory.instance.arrayNode();
    for (int depth = 0; depth < 20_000; depth++) {
      deep = JsonNodeFactory.instance.arrayNode().add(deep);
    }
    JsonNode nested = deep;
    CallDesk desk =
        desk(
            EffectClass.KEYED,
            call ->
                switch (call.input().asInt()) {
                  case 0 -> output(unwritable);
                  case 1 -> output(nested);
                  default -> output("fine");
                });
    for (int task = 0; task < 3; task++) {
      take(desk, ready("s" + task, STUB, Integer.toString(task)), false);
    }
    turnUntil(desk, 3);

    assertThat(results).filteredOn(TaskSucceeded.class::isInstance).hasSize(1);
    assertThat(results)
        .filteredOn(TaskFailed.class::isInstance)
        .hasSize(2)
        .allSatisfy(failure ->
            assertThat(((TaskFailed) failure).getCode())
                .isIn("executor-crashed", "invalid-output"));
  }

  @Test
  void largeOutputIsKeptWhileTheDiskIsFullAndStoredThen() {
    payloads.setFull(true);
    AtomicInteger calls = new AtomicInteger();
    CallDesk desk =
        desk(
            EffectClass.KEYED,
            _ -> {
              calls.incrementAndGet();
              return output("x".repeat(20_000));
            });
    take(desk, ready("s", STUB, "1"), false);
    desk.startNext();
    await().atMost(PATIENCE).until(() -> calls.get() == 1);

    clock.advance(Duration.ofMinutes(2));
    desk.expire();
    assertThat(desk.inFlight()).isEqualTo(1);
    payloads.setFull(false);
    turnUntil(desk, 1);

    TaskSucceeded success = (TaskSucceeded) results.getFirst();
    assertThat(success.getOutput()).isNull();
    assertThat(payloads.hashes()).containsExactly(Hash32.of(success.getOutputHash().bytes()));
    assertThat(calls).hasValue(1);
  }

  @Test
  void inputMustBeThereAndStrict() {
    CallDesk desk = desk(EffectClass.KEYED, _ -> output("x"));
    take(desk, TaskSamples.withStoredInput("missing", STUB, TaskSamples.hash("absent")), false);
    take(desk, ready("twice", STUB, "{\"a\":1,\"a\":2}"), false);

    turnUntil(desk, 2);

    assertThat(results)
        .extracting(result -> ((TaskFailed) result).getCode())
        .containsExactlyInAnyOrder("input-missing", "invalid-input");
    assertThat(results).allMatch(result -> ((TaskFailed) result).getCause().equals("refused"));
  }

  @Test
  void outputThatIsNoStrictJsonIsNoAnswer() {
    CallDesk desk =
        desk(
            EffectClass.KEYED,
            _ ->
                output(
                    JsonNodeFactory.instance.numberNode(new BigDecimal("0.1234567890123456789"))));

    take(desk, ready("s", STUB, "1"), false);

    assertThat(onlyFailure(desk).getCode()).isEqualTo("invalid-output");
  }
}
