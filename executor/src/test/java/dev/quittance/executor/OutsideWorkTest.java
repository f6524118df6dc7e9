package dev.quittance.executor;

import static dev.quittance.executor.Planned.DEADLINE_MS;
import static dev.quittance.executor.Planned.IN_TIME_MS;
import static dev.quittance.executor.Planned.step;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.domain.admission.AdmissionLimits;
import dev.quittance.executor.domain.admission.AdmissionLimits.Permits;
import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.Verdict;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.TaskCancelled;
import dev.quittance.schemas.avro.TaskReady;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a plan through room, task, failures and deadline to an execution, in a test driver. */
class OutsideWorkTest {
  private static final String WORKER = "llm/local";
  private static final byte[] OUTPUT = "{\"text\":\"a lovely day\"}".getBytes(UTF_8);
  private static final Hash32 OUTPUT_HASH = Hash32.sha256(OUTPUT);
  private static final AdmissionLimits ONE_AT_A_TIME =
      new AdmissionLimits(
          Permits.each(9), Permits.each(9), Permits.each(1), UnaryOperator.identity());

  /** Long enough for any first backoff. */
  private static final long FIRST_BACKOFF_MS = 800;

  private final MemoryBlobs blobs = new MemoryBlobs();
  private ExecutorDriver driver = new ExecutorDriver(blobs, ONE_AT_A_TIME);

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void tasksWaitForRoomAndGoOutOneAfterTheOther() {
    driver.plan(
        Planned.of(
                step("one", WORKER, "{\"n\":1}"),
                step("two", WORKER, "{\"n\":2}"),
                step("three", WORKER, "{\"n\":3}"),
                step("other", "llm/other", "{}"))
            .record(),
        IN_TIME_MS);

    List<TaskReady> first = driver.tasks();
    assertThat(first).extracting(TaskReady::getStepIndex).containsExactly(0, 3);
    driver.succeed(first.getFirst(), OUTPUT_HASH, OUTPUT, IN_TIME_MS + 1);
    List<TaskReady> second = driver.tasks();
    assertThat(second).extracting(TaskReady::getStepIndex).containsExactly(1);
    driver.fail(second.getFirst(), "bad-luck", IN_TIME_MS + 2);
    List<TaskReady> third = driver.tasks();
    assertThat(third).extracting(TaskReady::getStepIndex).containsExactly(2);
    driver.succeed(third.getFirst(), OUTPUT_HASH, OUTPUT, IN_TIME_MS + 3);
    driver.succeed(first.getLast(), OUTPUT_HASH, OUTPUT, IN_TIME_MS + 4);

    assertThat(driver.executions())
        .extracting(Execution::getStepIndex, Execution::getVerdict)
        .containsExactly(
            tuple(0, Verdict.COMPLETED.code()),
            tuple(1, Verdict.FAILED.code()),
            tuple(2, Verdict.COMPLETED.code()),
            tuple(3, Verdict.COMPLETED.code()));
    assertThat(driver.stored()).isZero();
  }

  @Test
  void aFailedAttemptIsRepeatedWithTheSameKeyAndInput() {
    driver.plan(Planned.of(step("send", WORKER, "{\"a\":1}")).record(), IN_TIME_MS);
    TaskReady first = driver.tasks().getFirst();

    driver.fail(first, FailureCause.UNAVAILABLE, null, IN_TIME_MS + 1);
    driver.passMs(200);
    assertThat(driver.tasks()).as("backoff").isEmpty();
    driver.passMs(FIRST_BACKOFF_MS);
    TaskReady second = driver.tasks().getFirst();
    driver.succeed(first, OUTPUT_HASH, OUTPUT, IN_TIME_MS + 2000);
    assertThat(driver.executions()).as("a late result of the first attempt").isEmpty();
    driver.succeed(
        second, OUTPUT_HASH, OUTPUT, "{\"tokens\": 5, \"model\":\"m\"}", IN_TIME_MS + 2001);

    assertThat(second.getAttempt()).isEqualTo(2);
    assertThat(second.getIdempotencyKey()).isEqualTo(first.getIdempotencyKey());
    assertThat(second.getInput()).isEqualTo(first.getInput());
    Execution execution = onlyExecution();
    assertThat(execution.getVerdict()).isEqualTo(Verdict.COMPLETED.code());
    assertThat(execution.getAttempt()).isEqualTo(2);
    assertThat(execution.getExecutor()).isEqualTo(WORKER);
    assertThat(execution.getEvidence()).isEqualTo("{\"attempts\":2,\"model\":\"m\",\"tokens\":5}");
    assertThat(driver.stored()).isZero();
  }

  @Test
  void attemptsEndWithTheFourth() {
    driver.plan(Planned.of(step("send", WORKER, "{}")).record(), IN_TIME_MS);
    for (int attempt = 1; attempt <= 4; attempt++) {
      TaskReady task = driver.tasks().getFirst();
      assertThat(task.getAttempt()).isEqualTo(attempt);
      driver.fail(task, FailureCause.TIMEOUT, null, IN_TIME_MS + 10_000L * attempt);
      driver.passMs(10_000);
      driver.passMs(10_000);
    }

    Execution execution = onlyExecution();
    assertThat(execution.getVerdict()).isEqualTo(Verdict.FAILED.code());
    assertThat(execution.getCode()).isEqualTo("some-code");
    assertThat(execution.getEvidence()).isEqualTo("{\"attempts\":4,\"tokens\":3}");
    assertThat(driver.tasks()).isEmpty();
    assertThat(driver.stored()).isZero();
  }

  @Test
  void whoeverAsksToBeLeftAloneIs() {
    driver.plan(Planned.of(step("send", WORKER, "{}")).record(), IN_TIME_MS);

    driver.fail(driver.tasks().getFirst(), FailureCause.RATE_LIMITED, 60_000L, IN_TIME_MS);
    driver.passMs(60_000);
    assertThat(driver.tasks()).isEmpty();
    driver.passMs(FIRST_BACKOFF_MS);

    assertThat(driver.tasks()).hasSize(1);
  }

  @Test
  void theDeadlineEndsWhatRunsWaitsAndAsks() {
    Planned planned =
        Planned.of(
            step("runs", WORKER, "{}"),
            step("asks", WORKER, "{}"),
            step("waits", WORKER, "{}", "runs"));
    driver.plan(planned.record(), IN_TIME_MS);
    TaskReady running = driver.tasks().getFirst();

    driver.passMs(DEADLINE_MS - IN_TIME_MS - 1);
    assertThat(driver.executions()).isEmpty();
    driver.passMs(200);

    assertThat(driver.executions())
        .extracting(
            Execution::getStepIndex,
            Execution::getVerdict,
            Execution::getCode,
            execution -> AvroValues.hex(execution.getAgent()))
        .containsExactly(
            tuple(0, Verdict.EXPIRED.code(), "past-deadline", ExecutorDriver.HOUSE.toString()),
            tuple(
                2,
                Verdict.CANCELLED.code(),
                "needed-step-not-completed",
                ExecutorDriver.HOUSE.toString()),
            tuple(1, Verdict.EXPIRED.code(), "past-deadline", ExecutorDriver.HOUSE.toString()));
    assertThat(driver.taskRecords())
        .containsExactly(new TaskCancelled(running.getOrderId(), running.getStepId(), 1));
    assertThat(driver.stored()).isZero();
    driver.succeed(running, OUTPUT_HASH, OUTPUT, DEADLINE_MS + 300);
    assertThat(driver.executions()).as("a late result").isEmpty();
    assertThat(driver.stored()).isZero();
  }

  @Test
  void aTimerThatIsReadTooEarlyIsArmedAgainAndOneMoreDoesNoHarm() {
    Planned planned = Planned.of(step("send", WORKER, "{}"));
    Hash32 orderId = planned.order().orderId();
    driver.close();
    // This process' clock is five seconds ahead of the broker's.
    driver = new ExecutorDriver(blobs, ONE_AT_A_TIME, IN_TIME_MS + 5000);
    driver.plan(planned.record(), IN_TIME_MS);

    driver.fire(orderId, "deadline", DEADLINE_MS, DEADLINE_MS - 5000);
    assertThat(driver.executions()).isEmpty();
    driver.passMs(DEADLINE_MS - IN_TIME_MS - 200);
    assertThat(driver.executions()).as("the clock's lead is known now").isEmpty();
    driver.passMs(200);
    assertThat(driver.executions()).hasSize(1);
    driver.fire(orderId, "deadline", DEADLINE_MS, DEADLINE_MS + 1);
    driver.passMs(1000);

    assertThat(driver.executions()).isEmpty();
    assertThat(driver.stored()).isZero();
  }

  @Test
  void aRestartedStageKnowsWhoRunsWaitsAndBacksOff() {
    Planned running = Planned.of(step("runs", WORKER, "{}"), step("asks", WORKER, "{}"));
    Planned failed = Planned.of("other", List.of(step("fails", "llm/other", "{}")));
    driver.plan(failed.record(), IN_TIME_MS);
    driver.fail(driver.tasks().getFirst(), FailureCause.UNAVAILABLE, null, IN_TIME_MS);
    restart();
    driver.plan(running.record(), IN_TIME_MS);
    TaskReady first = driver.tasks().getFirst();

    restart();
    driver.passMs(FIRST_BACKOFF_MS);
    assertThat(driver.tasks())
        .extracting(TaskReady::getExecutor, TaskReady::getAttempt)
        .containsExactly(tuple("llm/other", 2));
    restart();
    driver.succeed(first, OUTPUT_HASH, OUTPUT, IN_TIME_MS + 1000);
    assertThat(driver.tasks()).extracting(TaskReady::getStepIndex).containsExactly(1);
    restart();
    driver.passMs(DEADLINE_MS - IN_TIME_MS);

    assertThat(driver.executions())
        .extracting(Execution::getVerdict)
        .containsExactlyInAnyOrder(Verdict.EXPIRED.code(), Verdict.EXPIRED.code());
    assertThat(driver.stored()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "not json", "{\"a\":1,\"a\":2}", "\"text\"", ""})
  void evidenceThatIsNoObjectIsLeftOut(String evidence) {
    assertThat(evidenceOf(evidence)).isEqualTo("{\"attempts\":1}");
  }

  @ParameterizedTest
  @CsvSource({"4000, true", "5000, false"})
  void evidenceIsBounded(int chars, boolean kept) {
    String evidence = "{\"log\":\"" + "x".repeat(chars) + "\"}";

    assertThat(evidenceOf(evidence).contains("xxx")).isEqualTo(kept);
  }

  private String evidenceOf(String evidence) {
    driver.plan(Planned.of(step("send", WORKER, "{}")).record(), IN_TIME_MS);
    driver.succeed(driver.tasks().getFirst(), OUTPUT_HASH, OUTPUT, evidence, IN_TIME_MS + 1);
    return onlyExecution().getEvidence();
  }

  private Execution onlyExecution() {
    List<Execution> executions = driver.executions();
    assertThat(executions).hasSize(1);
    return executions.getFirst();
  }

  private void restart() {
    Map<String, List<KeyValue<byte[], byte[]>>> changelogs = driver.storeWrites();
    driver.close();
    driver = new ExecutorDriver(blobs, ONE_AT_A_TIME);
    driver.restore(changelogs);
  }
}
