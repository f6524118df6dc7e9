package dev.quittance.executor.worker;

import static dev.quittance.executor.worker.StubExecutor.failed;
import static dev.quittance.executor.worker.StubExecutor.output;
import static dev.quittance.executor.worker.TaskSamples.PARTITION;
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
import dev.quittance.executor.worker.Task.Attempt;
import dev.quittance.platform.blob.BlobStore;
import dev.quittance.platform.trace.WorkInHand;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.TaskFailed;
import dev.quittance.schemas.avro.TaskReady;
import dev.quittance.schemas.avro.TaskSucceeded;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call from its record to its end, on a clock that stands still. */
final class CallDeskTest {
  private static final String STUB = "stub";
  private static final int OUTPUT_BYTES = 100_000;

  private final FakeClock clock = new FakeClock();
  private final Map<String, byte[]> payloads = new ConcurrentHashMap<>();
  private final AtomicBoolean diskFull = new AtomicBoolean();
  private final TaskLedger ledger = new TaskLedger();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Object> results = new ArrayList<>();
  private long offset;

  private CallDesk desk(int inFlight, StubExecutor executor) {
    ExecutorRegistry registry = StubExecutor.registry(clock, Map.of(STUB, executor));
    if (!ledger.has(PARTITION)) {
      ledger.assign(PARTITION, OffsetMetadata.decode(0, ""));
    }
    PatientBlobs blobs = new PatientBlobs(new Blobs(), Duration.ofMillis(1), Duration.ofMillis(1));
    return new CallDesk(
        registry,
        new CallRunner(blobs, clock, OUTPUT_BYTES),
        ledger,
        new CallTable(inFlight),
        new WorkerMetrics(meters, registry),
        clock);
  }

  private CallDesk desk(EffectClass effect, StubExecutor.Work work) {
    return desk(10, StubExecutor.of(effect, work));
  }

  /** Takes a task in as a record that was read. */
  private void take(CallDesk desk, TaskReady ready, boolean isMarked) {
    ledger.read(PARTITION, offset);
    desk.take(task(offset++, ready), isMarked);
  }

  /** Takes turns until so many results are committed. */
  private void turnUntil(CallDesk desk, int count) {
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> {
          desk.startNext();
          desk.settle();
          desk.expire();
          commit(desk);
          return results.size() >= count;
        });
    assertThat(results).hasSize(count);
  }

  private void commit(CallDesk desk) {
    for (Ending ending : ledger.commit().endings()) {
      ending.result().ifPresent(result -> results.add(result.value().getBody()));
    }
    desk.startMarked(ledger.committed());
  }

  private TaskFailed onlyFailure(CallDesk desk) {
    turnUntil(desk, 1);
    return (TaskFailed) results.getFirst();
  }

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
    assertThat(payloads).isEmpty();
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
    assertThat(payloads).isEmpty();
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
  void logLinesOfACallCarryItsOrderAndTrace() {
    String traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    List<WorkInHand> seen = new ArrayList<>();
    CallDesk desk =
        desk(
            EffectClass.KEYED,
            _ -> {
              seen.add(WorkInHand.current().orElseThrow());
              return output("x");
            });
    Task plain = task(offset, ready("s", STUB, "1"));
    ledger.read(PARTITION, offset);
    desk.take(
        new Task(
            plain.partition(),
            plain.offset(),
            plain.key(),
            "00-" + traceId + "-00f067aa0ba902b7-01",
            plain.attempt(),
            plain.ready()),
        false);
    turnUntil(desk, 1);

    assertThat(seen)
        .singleElement()
        .satisfies(work -> {
          assertThat(work.stage()).isEqualTo("executor");
          assertThat(work.orderId())
              .contains(HexFormat.of().formatHex(plain.ready().getOrderId().bytes()));
          assertThat(work.traceId()).contains(traceId);
        });
  }

  @Test
  void largeOutputIsKeptWhileTheDiskIsFullAndStoredThen() {
    diskFull.set(true);
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
    await().until(() -> calls.get() == 1);

    clock.advance(Duration.ofMinutes(2));
    desk.expire();
    assertThat(desk.inFlight()).isEqualTo(1);
    diskFull.set(false);
    turnUntil(desk, 1);

    TaskSucceeded success = (TaskSucceeded) results.getFirst();
    assertThat(success.getOutput()).isNull();
    assertThat(payloads).containsOnlyKeys(AvroValues.hex(success.getOutputHash()));
    assertThat(calls).hasValue(1);
  }

  @Test
  void neverMoreThanTheLimitAreInFlight() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CallDesk desk =
        desk(
            3,
            StubExecutor.of(
                EffectClass.KEYED,
                _ -> {
                  most.accumulateAndGet(running.incrementAndGet(), Math::max);
                  Thread.sleep(2);
                  running.decrementAndGet();
                  return output("x");
                }));
    for (int i = 0; i < 30; i++) {
      take(desk, ready("s" + i, STUB, "1"), false);
    }

    turnUntil(desk, 30);

    assertThat(most).hasValue(3);
    assertThat(desk.waiting()).isZero();
  }

  @Test
  void hangingCallIsOverAfterItsTimeEvenIfItIgnoresInterrupts() {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CallDesk desk =
        desk(
            EffectClass.KEYED,
            _ -> {
              called.countDown();
              while (release.getCount() > 0) {
                try {
                  release.await();
                } catch (InterruptedException e) {
                  // It does not care.
                }
              }
              return output("late");
            });
    take(desk, ready("s", STUB, "1"), false);
    desk.startNext();
    await().until(() -> called.getCount() == 0);

    clock.advance(Duration.ofMillis(TaskSamples.TIMEOUT_MS));
    TaskFailed failure = onlyFailure(desk);

    assertThat(failure.getCause()).isEqualTo("timeout");
    assertThat(failure.getRetryable()).isTrue();
    assertThat(desk.inFlight()).isZero();
    release.countDown();
    await().until(() -> meters.get("quittance.executor.threads").gauge().value() == 0);
    desk.settle();
    assertThat(ledger.isDirty()).isFalse();
  }

  @Test
  void timedOutCallThatMustNotBeRepeatedHasAnUnknownOutcome() {
    CountDownLatch called = new CountDownLatch(1);
    CallDesk desk =
        desk(
            EffectClass.AT_MOST_ONCE,
            _ -> {
              called.countDown();
              Thread.sleep(Duration.ofHours(1));
              return output("never");
            });
    take(desk, ready("s", STUB, "1"), false);
    await()
        .until(() -> {
          desk.startNext();
          commit(desk);
          return called.getCount() == 0;
        });

    clock.advance(Duration.ofMillis(TaskSamples.TIMEOUT_MS));

    assertThat(onlyFailure(desk).getCause()).isEqualTo("outcome-unknown");
  }

  @Test
  void markIsCommittedBeforeTheCall() {
    AtomicBoolean called = new AtomicBoolean();
    CallDesk desk =
        desk(
            EffectClass.AT_MOST_ONCE,
            _ -> {
              called.set(true);
              return output("x");
            });
    take(desk, ready("s", STUB, "1"), false);
    desk.startNext();

    assertThat(ledger.commit().offsets().get(PARTITION))
        .isEqualTo(new OffsetMetadata(1, new TreeMap<>(Map.of(0L, true))));
    assertThat(meters.get("quittance.executor.threads").gauge().value()).isZero();
    assertThat(called).isFalse();

    desk.startMarked(ledger.committed());
    turnUntil(desk, 1);
    assertThat(called).isTrue();
  }

  @Test
  void markedTaskThatIsReadAgainIsNotCalledWhenItMustNotBe() {
    CallDesk desk = desk(EffectClass.AT_MOST_ONCE, _ -> output("again"));

    take(desk, ready("s", STUB, "1"), true);

    assertThat(onlyFailure(desk).getCause()).isEqualTo("outcome-unknown");
  }

  @Test
  void reconcilableTaskIsLookedUpFirst() {
    AtomicInteger calls = new AtomicInteger();
    StubExecutor executor =
        new StubExecutor(
            EffectClass.RECONCILABLE,
            _ -> {
              calls.incrementAndGet();
              return output("called");
            },
            call ->
                switch (call.idempotencyKey()) {
                  case "key of done" -> Optional.of(output("found"));
                  case "key of failed" -> Optional.of(failed(FailureCause.REFUSED));
                  default -> Optional.empty();
                });
    CallDesk desk = desk(10, executor);
    take(desk, ready("done", STUB, "1"), true);
    take(desk, ready("failed", STUB, "1"), true);
    turnUntil(desk, 2);
    assertThat(calls).hasValue(0);

    take(desk, ready("unknown", STUB, "1"), true);
    turnUntil(desk, 3);
    assertThat(calls).hasValue(1);

    take(desk, ready("done", 2, STUB, "1", 5000, TaskSamples.DEADLINE_MS), false);
    turnUntil(desk, 4);
    assertThat(calls).as("a later attempt that the first one has answered").hasValue(1);

    take(desk, ready("failed", 2, STUB, "1", 5000, TaskSamples.DEADLINE_MS), false);
    turnUntil(desk, 5);
    assertThat(calls).as("a later attempt after a failure").hasValue(2);
  }

  @Test
  void cancellationReachesRunningAndWaitingCalls() {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    CallDesk desk =
        desk(
            1,
            StubExecutor.of(
                EffectClass.KEYED,
                _ -> {
                  called.countDown();
                  try {
                    Thread.sleep(Duration.ofHours(1));
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                  }
                  return output("never");
                }));
    TaskReady running = ready("running", STUB, "1");
    TaskReady waiting = ready("waiting", STUB, "1");
    take(desk, running, false);
    take(desk, waiting, false);
    desk.startNext();
    await().until(() -> called.getCount() == 0);

    for (TaskReady cancelled : List.of(waiting, running)) {
      ledger.read(PARTITION, offset);
      desk.cancel(PARTITION, offset++, Attempt.of(cancelled.getStepId(), 1));
    }
    turnUntil(desk, 2);

    assertThat(results).allMatch(result -> ((TaskFailed) result).getCause().equals("cancelled"));
    await().until(() -> interrupted.getCount() == 0);
    assertThat(ledger.read(PARTITION, offset)).isEqualTo(TaskOffsets.Reading.OPEN);
    ledger.end(Ending.without(PARTITION, offset));
    assertThat(ledger.commit().offsets().get(PARTITION))
        .isEqualTo(OffsetMetadata.decode(offset + 1, ""));
  }

  @Test
  void cancellationOfNothingIsPassedBy() {
    CallDesk desk = desk(EffectClass.KEYED, _ -> output("x"));
    ledger.read(PARTITION, 0);

    desk.cancel(PARTITION, 0, new Attempt("0x00", 1));

    assertThat(ledger.commit().offsets().get(PARTITION)).isEqualTo(OffsetMetadata.decode(1, ""));
  }

  @Test
  void lostCallsAreInterruptedAndTheirResultsDropped() {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    CallDesk desk =
        desk(
            EffectClass.KEYED,
            _ -> {
              called.countDown();
              try {
                Thread.sleep(Duration.ofHours(1));
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              return output("too late");
            });
    take(desk, ready("s", STUB, "1"), false);
    desk.startNext();
    await().until(() -> called.getCount() == 0);

    desk.drop(PARTITION::equals);
    ledger.drop(PARTITION::equals);

    await().until(() -> interrupted.getCount() == 0);
    await().until(() -> meters.get("quittance.executor.threads").gauge().value() == 0);
    desk.settle();
    assertThat(ledger.isDirty()).isFalse();
    assertThat(desk.inFlight()).isZero();
  }

  @ParameterizedTest
  @EnumSource(EffectClass.class)
  void crashIsTheExecutorsFault(EffectClass effect) {
    CallDesk desk =
        desk(
            effect,
            _ -> {
              throw new LinkageError("no such method");
            });

    take(desk, ready("s", STUB, "1"), false);
    TaskFailed failure = onlyFailure(desk);

    assertThat(failure.getCause())
        .isEqualTo(effect == EffectClass.AT_MOST_ONCE ? "outcome-unknown" : "broken");
    assertThat(failure.getMessage()).contains("LinkageError: no such method");
  }

  @Test
  void unknownExecutorSaysWhatToDo() {
    CallDesk desk = desk(EffectClass.KEYED, _ -> output("x"));

    take(desk, ready("s", "llm/missing", "1"), false);
    TaskFailed failure = onlyFailure(desk);

    assertThat(failure.getCode()).isEqualTo("unknown-executor");
    assertThat(failure.getCause()).isEqualTo("broken");
    assertThat(failure.getMessage()).contains("executors.define.\"llm/missing\"");
  }

  @Test
  void pastItsDeadlineNothingIsCalled() {
    AtomicBoolean called = new AtomicBoolean();
    CallDesk desk =
        desk(
            EffectClass.KEYED,
            _ -> {
              called.set(true);
              return output("x");
            });
    take(desk, ready("s", STUB, "1"), false);
    clock.advance(Duration.ofMillis(TaskSamples.DEADLINE_MS));

    assertThat(onlyFailure(desk).getCode()).isEqualTo("deadline-passed");
    assertThat(called).isFalse();
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

  @Test
  void openCircuitAnswersWithoutACallAndClosesAgain() {
    AtomicInteger calls = new AtomicInteger();
    AtomicBoolean up = new AtomicBoolean();
    CallDesk desk =
        desk(
            EffectClass.KEYED,
            _ -> {
              calls.incrementAndGet();
              return up.get() ? output("x") : failed(FailureCause.UNAVAILABLE);
            });
    for (int i = 1; i <= Circuit.LEAST_CALLS; i++) {
      take(desk, ready("s" + i, STUB, "1"), false);
      turnUntil(desk, i);
    }

    take(desk, ready("refused", STUB, "1"), false);
    turnUntil(desk, Circuit.LEAST_CALLS + 1);

    TaskFailed refused = (TaskFailed) results.getLast();
    assertThat(refused.getCause()).isEqualTo("circuit-open");
    assertThat(refused.getRetryAfterMs()).isEqualTo(Circuit.OPEN_FOR.toMillis());
    assertThat(calls).hasValue(Circuit.LEAST_CALLS);
    assertThat(circuitState()).isEqualTo(2);
    up.set(true);
    clock.advance(Circuit.OPEN_FOR.plusMillis(1));
    assertThat(circuitState()).isEqualTo(1);
    for (int i = 1; i <= Circuit.PROBES; i++) {
      take(desk, ready("probe" + i, STUB, "1"), false);
      turnUntil(desk, Circuit.LEAST_CALLS + 1 + i);
    }
    assertThat(circuitState()).isZero();
  }

  private double circuitState() {
    return meters.get("quittance.executor.circuit.state").tag("executor", STUB).gauge().value();
  }

  @ParameterizedTest
  @EnumSource(FailureCause.class)
  void onlySomeCausesOpenTheCircuit(FailureCause cause) {
    Circuit circuit = new Circuit(STUB, clock);
    TaskOutcome outcome = failed(cause);
    for (int i = 0; i < Circuit.WINDOW; i++) {
      circuit.acquire().ifPresent(permit -> permit.ended(outcome));
    }

    CircuitState expected =
        switch (cause) {
          case RATE_LIMITED, UNAVAILABLE, TIMEOUT -> CircuitState.OPEN;
          case INVALID_ANSWER, REFUSED, OUTCOME_UNKNOWN, CIRCUIT_OPEN, CANCELLED, BROKEN ->
              CircuitState.CLOSED;
        };
    assertThat(circuit.state()).isEqualTo(expected);
  }

  @Test
  void metersTellOutcomesByExecutorAndCause() {
    CallDesk desk = desk(EffectClass.KEYED, _ -> output("x"));
    take(desk, ready("a", STUB, "1"), false);
    take(desk, ready("b", "some/name", "1"), false);

    turnUntil(desk, 2);

    assertThat(
            meters
                .get("quittance.executor.outcomes")
                .tags("executor", STUB, "cause", "succeeded")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(
            meters
                .get("quittance.executor.outcomes")
                .tags("executor", "unknown", "cause", "broken")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(meters.get("quittance.executor.call.duration").timer().count()).isEqualTo(1);
  }

  /** Payloads in memory, as long as the disk is not full. */
  private final class Blobs implements BlobStore {
    @Override
    public byte[] put(byte[] payload) {
      if (diskFull.get()) {
        throw new UncheckedIOException(new IOException("No space left on device"));
      }
      byte[] hash = Results.sha256(payload);
      payloads.put(AvroValues.hex(hash), payload);
      return hash;
    }

    @Override
    public Optional<byte[]> get(byte[] sha256) {
      return Optional.ofNullable(payloads.get(AvroValues.hex(sha256)));
    }

    @Override
    public boolean contains(byte[] sha256) {
      return payloads.containsKey(AvroValues.hex(sha256));
    }

    @Override
    public Publication publish(String name, byte[] content) {
      throw new UnsupportedOperationException("payloads only");
    }

    @Override
    public Optional<byte[]> published(String name) {
      throw new UnsupportedOperationException("payloads only");
    }
  }
}
