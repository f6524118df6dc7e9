package dev.quittance.executor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.executor.builtin.TaskOutcome;
import dev.quittance.executor.domain.DoneBy;
import dev.quittance.executor.domain.Failure;
import dev.quittance.executor.domain.RunCommand.StepFailed;
import dev.quittance.executor.domain.RunCommand.StepResult;
import dev.quittance.executor.domain.RunCommand.StepSucceeded;
import dev.quittance.executor.domain.RunEffect.RunInline;
import dev.quittance.executor.domain.TaskInput;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Limits;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.StrictJson;
import dev.quittance.platform.blob.BlobStore;
import dev.quittance.receipts.crypto.Bytes;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs built-in executors where the plan is walked, and stores what they make.
 *
 * <p>Used from stream threads although it reads and writes a blob store: that is local storage, no
 * network, its payloads are named by their content, so writing one again after an abort changes
 * nothing, and an output must be durable before a record cites it.
 */
final class InlineRunner {
  private static final Logger LOG = LoggerFactory.getLogger(InlineRunner.class);

  private final Function<String, Optional<InlineExecutor>> executors;
  private final BlobStore blobs;

  /**
   * @param executors executors by the name that plans give them
   */
  InlineRunner(Function<String, Optional<InlineExecutor>> executors, BlobStore blobs) {
    this.executors = executors;
    this.blobs = blobs;
  }

  /** Does the work and tells its outcome; never throws for what an executor does. */
  StepResult run(RunInline work, long appendedAtMs) {
    Optional<InlineExecutor> executor = executors.apply(work.executor());
    if (executor.isEmpty()) {
      String message = "this version of Quittance has no executor " + work.executor();
      return failed(work, "unknown-executor", message, new DoneBy.Nobody(), appendedAtMs);
    }
    return switch (work.input()) {
      case TaskInput.Rendered(CanonicalJson json, Hash32 _) ->
          run(work, executor.get(), json.node(), appendedAtMs);
      case TaskInput.Stored(Hash32 hash) ->
          blobs
              .get(hash.bytes())
              .map(bytes -> runStored(work, executor.get(), bytes, appendedAtMs))
              .orElseGet(
                  () -> TaskInputs.missing(work.stepId(), work.attempt(), hash, appendedAtMs));
    };
  }

  private StepResult runStored(
      RunInline work, InlineExecutor executor, byte[] input, long appendedAtMs) {
    return switch (StrictJson.parse(input, Limits.INPUT_BYTES)) {
      case Parsed.Ok<JsonNode>(JsonNode json) -> run(work, executor, json, appendedAtMs);
      case Parsed.Bad<JsonNode> bad ->
          failed(work, "invalid-input", bad.message(), new DoneBy.Nobody(), appendedAtMs);
    };
  }

  private StepResult run(
      RunInline work, InlineExecutor executor, JsonNode input, long appendedAtMs) {
    DoneBy doneBy = new DoneBy.Builtin(executor.version());
    return switch (outcome(work, executor, input)) {
      case TaskOutcome.Completed completed -> {
        byte[] output = completed.canonicalOutput();
        yield new StepSucceeded(
            work.stepId(),
            work.attempt(),
            Hash32.sha256(output),
            Bytes.wrap(output),
            doneBy,
            appendedAtMs);
      }
      case TaskOutcome.Failed(String code, String message) ->
          failed(work, code, message, doneBy, appendedAtMs);
    };
  }

  /** One executor's bug costs one step, not the stage. */
  private static TaskOutcome outcome(RunInline work, InlineExecutor executor, JsonNode input) {
    try {
      return executor.work().apply(input);
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("stepId", work.stepId())
          .addKeyValue("executor", executor.version())
          .setCause(e)
          .log("a built-in executor crashed");
      return new TaskOutcome.Failed(
          "executor-crashed", executor.version() + " crashed: " + e.getClass().getSimpleName());
    }
  }

  private static StepFailed failed(
      RunInline work, String code, String message, DoneBy doneBy, long appendedAtMs) {
    return new StepFailed(
        work.stepId(), work.attempt(), Failure.lasting(code, message), doneBy, appendedAtMs);
  }
}
