package dev.quittance.executor;

import static dev.quittance.executor.Planned.DEADLINE_MS;
import static dev.quittance.executor.Planned.IN_TIME_MS;
import static dev.quittance.executor.Planned.step;
import static dev.quittance.executor.Planned.stored;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.quittance.executor.builtin.TaskOutcome;
import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.Verdict;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.PlanMade;
import dev.quittance.schemas.avro.PlansRecord;
import dev.quittance.schemas.avro.TaskReady;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutorTopologyTest {
  private static final String WORKER = "webhook/acme";
  private static final String SENTIMENT = "builtin/sentiment-analysis";
  private static final byte[] OUTPUT = "{\"text\":\"a lovely day\"}".getBytes(UTF_8);
  private static final Hash32 OUTPUT_HASH = Hash32.sha256(OUTPUT);

  private final MemoryBlobs blobs = new MemoryBlobs();
  private ExecutorDriver driver = new ExecutorDriver(blobs);

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void workersAreGivenTasksAndTheirOutputsGoOn() {
    Planned planned =
        Planned.of(
            step("write", WORKER, "{\"about\":\"weather\"}"),
            step("mood", SENTIMENT, "{\"text\":\"{{write.output.text}}\"}"));

    driver.plan(planned.record(), IN_TIME_MS);
    TaskReady task = driver.tasks().getFirst();

    assertThat(driver.executions()).isEmpty();
    assertThat(task.getStepId().bytes()).isEqualTo(planned.stepId(0).bytes());
    assertThat(task.getExecutor()).isEqualTo(WORKER);
    assertThat(inputOf(task)).isEqualTo("{\"about\":\"weather\"}");
    assertThat(task.getInputHash().bytes())
        .isEqualTo(Hash32.sha256("{\"about\":\"weather\"}".getBytes(UTF_8)).bytes());

    driver.succeed(task, OUTPUT_HASH, OUTPUT, IN_TIME_MS + 10);

    List<Execution> executions = driver.executions();
    assertThat(executions)
        .extracting(
            Execution::getStepIndex,
            Execution::getVerdict,
            Execution::getExecutor,
            Execution::getCompletedAt)
        .containsExactly(
            tuple(0, Verdict.COMPLETED.code(), WORKER, IN_TIME_MS + 10),
            tuple(1, Verdict.COMPLETED.code(), SENTIMENT + "@1", IN_TIME_MS + 10));
    assertThat(executions.getFirst().getOutputHash().bytes()).isEqualTo(OUTPUT_HASH.bytes());
    assertThat(executions.getLast().getInputHash().bytes())
        .isEqualTo(Hash32.sha256("{\"text\":\"a lovely day\"}".getBytes(UTF_8)).bytes());
    assertThat(driver.payload(OUTPUT_HASH.bytes())).contains(OUTPUT);
    assertThat(driver.storedRuns()).isZero();
  }

  @Test
  void aRestartedStageGoesOn() {
    Planned planned =
        Planned.of(
            step("write", WORKER, "{}"),
            step("check", WORKER, "{}"),
            step("mood", SENTIMENT, "{\"text\":\"{{write.output.text}}\"}", "check"));
    driver.plan(planned.record(), IN_TIME_MS);
    List<TaskReady> tasks = driver.tasks();
    driver.succeed(tasks.get(0), OUTPUT_HASH, OUTPUT, IN_TIME_MS + 1);
    assertThat(driver.executions()).hasSize(1);

    restart();
    driver.succeed(tasks.get(0), OUTPUT_HASH, OUTPUT, IN_TIME_MS + 2);
    driver.plan(planned.record(), IN_TIME_MS + 2);
    assertThat(driver.executions()).as("repeated records").isEmpty();
    driver.succeed(tasks.get(1), OUTPUT_HASH, OUTPUT, IN_TIME_MS + 3);

    assertThat(driver.executions())
        .extracting(Execution::getStepIndex, Execution::getVerdict)
        .containsExactly(tuple(1, Verdict.COMPLETED.code()), tuple(2, Verdict.COMPLETED.code()));
    assertThat(driver.tasks()).isEmpty();
    restart();
    assertThat(driver.storedRuns()).isZero();
  }

  @Test
  void theFirstResultCounts() {
    driver.plan(
        Planned.of(step("one", WORKER, "{}"), step("two", WORKER, "{}")).record(), IN_TIME_MS);
    List<TaskReady> tasks = driver.tasks();

    driver.fail(tasks.get(0), "model-overloaded", IN_TIME_MS + 1);
    driver.succeed(tasks.get(0), OUTPUT_HASH, OUTPUT, IN_TIME_MS + 2);
    driver.succeed(tasks.get(1), OUTPUT_HASH, OUTPUT, IN_TIME_MS + 3);
    driver.fail(tasks.get(1), "model-overloaded", IN_TIME_MS + 4);

    assertThat(driver.executions())
        .extracting(Execution::getStepIndex, Execution::getVerdict, Execution::getCode)
        .containsExactly(
            tuple(0, Verdict.FAILED.code(), "model-overloaded"),
            tuple(1, Verdict.COMPLETED.code(), ""));
  }

  @Test
  void aResultMayCiteAStoredOutput() {
    driver.plan(Planned.of(step("main", WORKER, "{}")).record(), IN_TIME_MS);
    blobs.put(OUTPUT);

    driver.succeed(driver.tasks().getFirst(), OUTPUT_HASH, null, IN_TIME_MS + 1);

    assertThat(onlyExecution().getVerdict()).isEqualTo(Verdict.COMPLETED.code());
  }

  @Test
  void anOutputThatIsNotWhatItClaimsFailsTheStep() {
    driver.plan(
        Planned.of(step("one", WORKER, "{}"), step("two", WORKER, "{}")).record(), IN_TIME_MS);
    List<TaskReady> tasks = driver.tasks();

    driver.succeed(tasks.get(0), OUTPUT_HASH, "{}".getBytes(UTF_8), IN_TIME_MS + 1);
    driver.succeed(tasks.get(1), OUTPUT_HASH, null, IN_TIME_MS + 1);
    assertThat(driver.executions()).as("such an answer is tried once more").isEmpty();
    driver.passMs(2000);
    tasks = driver.tasks();
    driver.succeed(tasks.get(0), OUTPUT_HASH, "{}".getBytes(UTF_8), IN_TIME_MS + 3000);
    driver.succeed(tasks.get(1), OUTPUT_HASH, null, IN_TIME_MS + 3000);

    assertThat(driver.executions())
        .extracting(Execution::getVerdict, Execution::getCode)
        .containsExactly(
            tuple(Verdict.FAILED.code(), "output-mismatch"),
            tuple(Verdict.FAILED.code(), "output-missing"));
  }

  @Test
  void largeInputsAreStoredAndCited() {
    String input = "{\"text\":\"" + "x".repeat(6000) + "\"}";
    Planned planned =
        Planned.of(
            step("write", WORKER, "{}"),
            step("twice", WORKER, "{\"a\":\"{{write.output}}\",\"b\":\"{{write.output}}\"}"));
    driver.plan(planned.record(), IN_TIME_MS);
    byte[] output = input.getBytes(UTF_8);
    driver.succeed(driver.tasks().getFirst(), Hash32.sha256(output), output, IN_TIME_MS + 1);

    TaskReady task = driver.tasks().getFirst();

    assertThat(task.getInput()).isNull();
    assertThat(blobs.get(task.getInputHash().bytes()))
        .hasValueSatisfying(bytes ->
            assertThat(bytes)
                .asString(UTF_8)
                .isEqualTo("{\"a\":" + input + ",\"b\":" + input + "}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {SENTIMENT, WORKER})
  void anInputThatNobodyStoredFailsTheStep(String executor) {
    byte[] input = "{\"text\": \"good\"}".getBytes(UTF_8);
    driver.plan(
        Planned.of(stored("main", executor, input), step("next", WORKER, "{}", "main")).record(),
        IN_TIME_MS);

    List<Execution> executions = driver.executions();

    assertThat(executions)
        .extracting(Execution::getVerdict)
        .containsExactly(Verdict.FAILED.code(), Verdict.CANCELLED.code());
    assertThat(executions.getFirst().getCode()).isEqualTo("input-missing");
    assertThat(executions.getFirst().getInputHash().bytes())
        .isEqualTo(Hash32.sha256(input).bytes());
    assertThat(driver.tasks()).isEmpty();
    assertThat(driver.stored()).isZero();
    assertThat(driver.storeWrites()).isEmpty();
  }

  @Test
  void storedInputsAreTakenAsTheyStand() {
    byte[] input = "{ \"text\" : \"good\" }".getBytes(UTF_8);
    blobs.put(input);

    driver.plan(
        Planned.of(stored("own", SENTIMENT, input), stored("other", WORKER, input)).record(),
        IN_TIME_MS);

    Execution execution = onlyExecution();
    assertThat(execution.getVerdict()).isEqualTo(Verdict.COMPLETED.code());
    assertThat(execution.getInputHash().bytes()).isEqualTo(Hash32.sha256(input).bytes());
    TaskReady task = driver.tasks().getFirst();
    assertThat(task.getInputHash().bytes()).isEqualTo(Hash32.sha256(input).bytes());
    assertThat(task.getInput()).isNull();
  }

  @Test
  void aStoredInputThatIsNotJsonFailsTheStep() {
    byte[] input = "hello".getBytes(UTF_8);
    blobs.put(input);

    driver.plan(Planned.of(stored("main", SENTIMENT, input)).record(), IN_TIME_MS);

    assertThat(onlyExecution().getCode()).isEqualTo("invalid-input");
  }

  @Test
  void anUnknownBuiltInExecutorFailsTheStep() {
    driver.plan(Planned.of(step("main", "builtin/telepathy", "{}")).record(), IN_TIME_MS);

    Execution execution = onlyExecution();

    assertThat(execution.getVerdict()).isEqualTo(Verdict.FAILED.code());
    assertThat(execution.getCode()).isEqualTo("unknown-executor");
    assertThat(execution.getMessage()).contains("builtin/telepathy");
    assertThat(execution.getExecutor()).isEmpty();
  }

  @Test
  void aCrashingExecutorFailsItsStepAndNothingElse() {
    driver.close();
    driver =
        new ExecutorDriver(
            blobs,
            name ->
                Optional.of(
                    new InlineExecutor(
                        name + "@1",
                        input -> {
                          if (input.has("crash")) {
                            throw new IndexOutOfBoundsException("secret of the input");
                          }
                          return new TaskOutcome.Completed(OUTPUT);
                        })));

    driver.plan(
        Planned.of(
                step("bad", "builtin/shaky", "{\"crash\":true}"),
                step("good", "builtin/shaky", "{}"))
            .record(),
        IN_TIME_MS);

    List<Execution> executions = driver.executions();
    assertThat(executions)
        .extracting(Execution::getVerdict, Execution::getCode, Execution::getExecutor)
        .containsExactly(
            tuple(Verdict.FAILED.code(), "executor-crashed", "builtin/shaky@1"),
            tuple(Verdict.COMPLETED.code(), "", "builtin/shaky@1"));
    assertThat(executions.getFirst().getMessage()).doesNotContain("secret");
  }

  @Test
  void aMalformedPlanEndsItsOrder() {
    Planned planned = Planned.of(step("main", SENTIMENT, "{}"));
    PlanMade made = Objects.requireNonNull(planned.record().getBody());
    PlanMade malformed =
        new PlanMade(
            made.getOrderId(),
            made.getPlanHash(),
            ByteBuffer.wrap("{}".getBytes(UTF_8)),
            made.getOrder());

    driver.plan(new PlansRecord(malformed), IN_TIME_MS);

    Execution execution = onlyExecution();
    assertThat(execution.getVerdict()).isEqualTo(Verdict.FAILED.code());
    assertThat(execution.getCode()).isEqualTo("malformed-plan");
    assertThat(execution.getStepId()).isEqualTo(AvroValues.noHash());
    assertThat(execution.getStepIndex()).isEqualTo(-1);
    assertThat(AvroValues.hex(execution.getAgent())).isEqualTo(ExecutorDriver.HOUSE.toString());
    assertThat(driver.storeWrites()).isEmpty();
  }

  @Test
  void whatComesTooLateExpires() {
    driver.plan(Planned.of(step("main", SENTIMENT, "{}")).record(), DEADLINE_MS);

    Execution execution = onlyExecution();

    assertThat(execution.getVerdict()).isEqualTo(Verdict.EXPIRED.code());
    assertThat(AvroValues.hex(execution.getAgent())).isEqualTo(ExecutorDriver.HOUSE.toString());
    assertThat(execution.getCompletedAt()).isEqualTo(DEADLINE_MS);
  }

  @Test
  void longMessagesOfWorkersAreCut() {
    driver.plan(Planned.of(step("main", WORKER, "{}")).record(), IN_TIME_MS);

    driver.fail(driver.tasks().getFirst(), "c".repeat(10_000), IN_TIME_MS + 1);

    assertThat(onlyExecution().getCode()).hasSize(64).endsWith("c…");
  }

  private Execution onlyExecution() {
    List<Execution> executions = driver.executions();
    assertThat(executions).hasSize(1);
    return executions.getFirst();
  }

  private void restart() {
    Map<String, List<KeyValue<byte[], byte[]>>> changelogs = driver.storeWrites();
    driver.close();
    driver = new ExecutorDriver(blobs);
    driver.restore(changelogs);
  }

  private static String inputOf(TaskReady task) {
    return new String(AvroValues.bytes(Objects.requireNonNull(task.getInput())), UTF_8);
  }
}
