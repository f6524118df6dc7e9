package dev.quittance.executor.worker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.executor.api.EffectClass;
import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.api.TaskCall;
import dev.quittance.executor.api.TaskExecutor;
import dev.quittance.executor.api.TaskOutcome;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Limits;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.StrictJson;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.ResultsRecord;
import dev.quittance.schemas.avro.TaskReady;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one call, on a thread of its own: input, executor, output. Blocks; ends soon after it is
 * interrupted, as far as the executor does.
 */
final class CallRunner {
  private static final Logger LOG = LoggerFactory.getLogger(CallRunner.class);

  private final PatientBlobs blobs;
  private final Clock clock;
  private final int outputBytes;

  /** What came of a call, and how it is written down. */
  record Answer(TaskOutcome outcome, ResultsRecord result) {}

  /**
   * @param outputBytes longer outputs are no answer
   */
  CallRunner(PatientBlobs blobs, Clock clock, int outputBytes) {
    this.blobs = blobs;
    this.clock = clock;
    this.outputBytes = outputBytes;
  }

  /**
   * Runs a call to its end; what it returns is durable but for the record itself.
   *
   * @throws InterruptedException when it was called off
   */
  Answer run(Call call, ExecutorRegistry.Entry entry) throws InterruptedException {
    TaskReady task = call.task().ready();
    TaskOutcome outcome =
        switch (input(task)) {
          case Input.Read(JsonNode json) -> outcome(call, entry, json);
          case Input.Unusable(TaskOutcome.Failed why) -> why;
        };
    call.answered();
    return answer(call, entry.executor(), outcome);
  }

  /** What an executor made can't always be written down, and must not stop the worker. */
  private Answer answer(Call call, TaskExecutor executor, TaskOutcome outcome)
      throws InterruptedException {
    TaskReady task = call.task().ready();
    try {
      return switch (outcome) {
        case TaskOutcome.Failed failed -> failed(task, failed);
        case TaskOutcome.Succeeded succeeded -> stored(task, succeeded);
      };
    } catch (RuntimeException | StackOverflowError e) {
      if (call.isOver()) {
        throw new InterruptedException("called off: " + e);
      }
      return failed(task, crashed(call, executor, e));
    }
  }

  private static Answer failed(TaskReady task, TaskOutcome.Failed failed) {
    return new Answer(failed, Results.failed(task, failed));
  }

  private sealed interface Input {
    record Read(JsonNode json) implements Input {}

    record Unusable(TaskOutcome.Failed why) implements Input {}
  }

  private Input input(TaskReady task) throws InterruptedException {
    byte[] hash = task.getInputHash().bytes();
    ByteBuffer inline = task.getInput();
    Optional<byte[]> bytes =
        inline == null ? blobs.get(hash) : Optional.of(AvroValues.bytes(inline));
    if (bytes.isEmpty()) {
      return unusable(
          "input-missing",
          "input " + AvroValues.hex(hash) + " is not stored; upload it before ordering");
    }
    return switch (StrictJson.parse(bytes.get(), Limits.INPUT_BYTES)) {
      case Parsed.Ok<JsonNode>(JsonNode json) -> new Input.Read(json);
      case Parsed.Bad<JsonNode> bad -> unusable("invalid-input", bad.message());
    };
  }

  private static Input unusable(String code, String message) {
    return new Input.Unusable(TaskOutcome.failed(FailureCause.REFUSED, code, message));
  }

  private TaskOutcome outcome(Call call, ExecutorRegistry.Entry entry, JsonNode input)
      throws InterruptedException {
    Optional<Circuit.Permit> permit = entry.circuit().acquire();
    if (permit.isEmpty()) {
      return entry.circuit().refusal();
    }
    call.calling(permit.get());
    try {
      TaskOutcome outcome = ask(call, entry.executor(), taskCall(call, input));
      permit.get().ended(outcome);
      return outcome;
    } finally {
      // Does nothing after an outcome: what is left is a call that was called off.
      permit.get().released();
    }
  }

  private TaskOutcome ask(Call call, TaskExecutor executor, TaskCall asked)
      throws InterruptedException {
    try {
      Optional<TaskOutcome> earlier =
          switch (call.lookUp()) {
            case NO -> Optional.empty();
            case OF_THIS_ATTEMPT -> executor.lookUp(asked);
            case OF_AN_EARLIER_ATTEMPT ->
                executor.lookUp(asked).filter(TaskOutcome.Succeeded.class::isInstance);
          };
      TaskOutcome outcome = earlier.isPresent() ? earlier.get() : executor.execute(asked);
      // An executor may leave its thread interrupted; what follows is ours.
      if (Thread.interrupted() && call.isOver()) {
        throw new InterruptedException();
      }
      return knownOrNot(executor.effectClass(), outcome);
    } catch (InterruptedException e) {
      if (call.isOver()) {
        throw e;
      }
      return crashed(call, executor, e);
    } catch (RuntimeException | Error e) {
      if (call.isOver()) {
        throw new InterruptedException("called off: " + e);
      }
      return crashed(call, executor, e);
    }
  }

  /** Without an answer, what must not be called twice has an unknown outcome. */
  private static TaskOutcome knownOrNot(EffectClass effect, TaskOutcome outcome) {
    return effect == EffectClass.AT_MOST_ONCE
            && outcome instanceof TaskOutcome.Failed failed
            && failed.cause() == FailureCause.TIMEOUT
        ? Start.unknown(failed.message())
        : outcome;
  }

  private static TaskOutcome.Failed crashed(Call call, TaskExecutor executor, Throwable cause) {
    TaskReady task = call.task().ready();
    LOG.atError()
        .addKeyValue("executor", task.getExecutor())
        .addKeyValue("stepId", AvroValues.hex(task.getStepId()))
        .setCause(cause)
        .log("an executor crashed");
    String message =
        task.getExecutor() + " crashed: " + cause + "; this is a bug of the executor, see the log";
    return executor.effectClass() == EffectClass.AT_MOST_ONCE
        ? Start.unknown(message)
        : TaskOutcome.failed(FailureCause.BROKEN, "executor-crashed", message);
  }

  private TaskCall taskCall(Call call, JsonNode input) {
    TaskReady task = call.task().ready();
    Duration left = Duration.ofMillis(Math.max(0, call.overAt(clock.millis()) - clock.millis()));
    return new TaskCall(
        HexFormat.of().formatHex(task.getOrderId().bytes()),
        HexFormat.of().formatHex(task.getStepId().bytes()),
        task.getStepIndex(),
        task.getAttempt(),
        task.getAgentId(),
        AvroValues.hex(task.getAgent()),
        task.getTenant(),
        Optional.ofNullable(task.getBuyer()).map(AvroValues::hex),
        Optional.ofNullable(task.getPrice()).map(AvroValues::integer),
        task.getService(),
        task.getExecutor(),
        input,
        HexFormat.of().formatHex(task.getInputHash().bytes()),
        task.getIdempotencyKey(),
        left,
        Instant.ofEpochMilli(task.getDeadline()),
        call.task().traceparent());
  }

  private Answer stored(TaskReady task, TaskOutcome.Succeeded succeeded)
      throws InterruptedException {
    byte[] text = succeeded.output().toString().getBytes(StandardCharsets.UTF_8);
    if (text.length > outputBytes) {
      String message =
          "the output has %d bytes; executors.outputBytes allows %d"
              .formatted(text.length, outputBytes);
      return failed(task, invalid(succeeded, "output-too-large", message));
    }
    return switch (StrictJson.parse(text, outputBytes)) {
      case Parsed.Ok<JsonNode>(JsonNode json) -> {
        byte[] output = CanonicalJson.of(json).bytes();
        byte[] hash =
            output.length <= Results.INLINE_BYTES ? Results.sha256(output) : blobs.put(output);
        yield new Answer(succeeded, Results.succeeded(task, output, hash, succeeded.evidence()));
      }
      case Parsed.Bad<JsonNode> bad ->
          failed(task, invalid(succeeded, "invalid-output", "the output " + bad.message()));
    };
  }

  /** What was used is still told. */
  private static TaskOutcome.Failed invalid(
      TaskOutcome.Succeeded succeeded, String code, String message) {
    return new TaskOutcome.Failed(
        FailureCause.INVALID_ANSWER, code, message, Optional.empty(), succeeded.evidence());
  }
}
