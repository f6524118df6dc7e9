package dev.quittance.executor.worker;

import static dev.quittance.executor.worker.StubExecutor.failed;
import static dev.quittance.executor.worker.StubExecutor.output;
import static dev.quittance.executor.worker.TaskSamples.PARTITION;
import static dev.quittance.executor.worker.TaskSamples.ready;
import static dev.quittance.executor.worker.TaskSamples.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.executor.api.EffectClass;
import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.worker.Task.Attempt;
import dev.quittance.platform.trace.WorkInHand;
import dev.quittance.schemas.avro.TaskFailed;
import dev.quittance.schemas.avro.TaskReady;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call from its record to its end: effects, marks, cancellations and crashes. */
final class CallDeskTest extends CallDeskCase {
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
    await().atMost(PATIENCE).until(() -> called.getCount() == 0);

    clock.advance(Duration.ofMillis(TaskSamples.TIMEOUT_MS));
    TaskFailed failure = onlyFailure(desk);

    assertThat(failure.getCause()).isEqualTo("timeout");
    assertThat(failure.getRetryable()).isTrue();
    assertThat(desk.inFlight()).isZero();
    release.countDown();
    await()
        .atMost(PATIENCE)
        .until(() -> meters.get("quittance.executor.threads").gauge().value() == 0);
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
        .atMost(PATIENCE)
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
    await().atMost(PATIENCE).until(() -> called.getCount() == 0);

    for (TaskReady cancelled : List.of(waiting, running)) {
      ledger.read(PARTITION, offset);
      desk.cancel(PARTITION, offset++, Attempt.of(cancelled.getStepId(), 1));
    }
    turnUntil(desk, 2);

    assertThat(results).allMatch(result -> ((TaskFailed) result).getCause().equals("cancelled"));
    await().atMost(PATIENCE).until(() -> interrupted.getCount() == 0);
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
    await().atMost(PATIENCE).until(() -> called.getCount() == 0);

    desk.drop(PARTITION::equals);
    ledger.drop(PARTITION::equals);

    await().atMost(PATIENCE).until(() -> interrupted.getCount() == 0);
    await()
        .atMost(PATIENCE)
        .until(() -> meters.get("quittance.executor.threads").gauge().value() == 0);
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
}
