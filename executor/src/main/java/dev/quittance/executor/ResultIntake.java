package dev.quittance.executor;

import static dev.quittance.executor.avro.ExecutorMapping.hash;

import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.domain.DoneBy;
import dev.quittance.executor.domain.Evidence;
import dev.quittance.executor.domain.Failure;
import dev.quittance.executor.domain.RunCommand;
import dev.quittance.executor.domain.RunCommand.AttemptAdmitted;
import dev.quittance.executor.domain.RunCommand.StepFailed;
import dev.quittance.executor.domain.RunCommand.StepResult;
import dev.quittance.executor.domain.RunCommand.StepSucceeded;
import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.blob.BlobStore;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.ResultsRecord;
import dev.quittance.schemas.avro.TaskAdmitted;
import dev.quittance.schemas.avro.TaskFailed;
import dev.quittance.schemas.avro.TaskSucceeded;
import dev.quittance.schemas.avro.TimerFired;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in what an order is told: results of workers, admissions, timers. Workers may lie: an
 * output counts once it is stored under the hash that it claims, and evidence when it is a JSON
 * object of a bearable size.
 */
final class ResultIntake {
  private static final Logger LOG = LoggerFactory.getLogger(ResultIntake.class);

  private final BlobStore blobs;

  ResultIntake(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** The order that a record is about. */
  static Hash32 orderId(ResultsRecord record) {
    TaskAdmitted admitted = record.getAdmitted();
    TimerFired timer = record.getTimer();
    if (admitted != null) {
      return hash(admitted.getOrderId());
    }
    if (timer != null) {
      return hash(timer.getOrderId());
    }
    return switch (record.getBody()) {
      case TaskSucceeded success -> hash(success.getOrderId());
      case TaskFailed failure -> hash(failure.getOrderId());
      case null, default -> throw unknown();
    };
  }

  /** What a record tells its order's run. */
  RunCommand command(ResultsRecord record, long appendedAtMs) {
    TaskAdmitted admitted = record.getAdmitted();
    TimerFired timer = record.getTimer();
    if (admitted != null) {
      return new AttemptAdmitted(
          hash(admitted.getOrderId()),
          hash(admitted.getStepId()),
          admitted.getAttempt(),
          appendedAtMs);
    }
    return timer != null
        ? new RunCommand.TimerFired(timer.getTimerId(), timer.getDueAt(), appendedAtMs)
        : result(record, appendedAtMs);
  }

  private StepResult result(ResultsRecord record, long appendedAtMs) {
    return switch (record.getBody()) {
      case TaskSucceeded success -> output(success, appendedAtMs);
      case TaskFailed failure ->
          new StepFailed(
              hash(failure.getStepId()),
              failure.getAttempt(),
              failure(failure),
              worker(failure.getEvidence(), failure.getStepId()),
              appendedAtMs);
      case null, default -> throw unknown();
    };
  }

  private static Failure failure(TaskFailed failed) {
    Long retryAfterMs = failed.getRetryAfterMs();
    return new Failure(
        failed.getCode(),
        failed.getMessage(),
        FailureCause.ofRecordName(failed.getCause()),
        failed.getRetryable(),
        retryAfterMs == null ? 0 : retryAfterMs);
  }

  private StepResult output(TaskSucceeded success, long appendedAtMs) {
    Hash32 claimed = hash(success.getOutputHash());
    DoneBy worker = worker(success.getEvidence(), success.getStepId());
    Optional<byte[]> output = bytes(success.getOutput(), claimed);
    if (output.isEmpty()) {
      String message = "the result cites output " + claimed + ", which is not stored";
      return refused(success, "output-missing", message, worker, appendedAtMs);
    }
    if (!Hash32.sha256(output.get()).equals(claimed)) {
      String message = "the result's output does not have the hash " + claimed;
      return refused(success, "output-mismatch", message, worker, appendedAtMs);
    }
    return new StepSucceeded(
        hash(success.getStepId()),
        success.getAttempt(),
        claimed,
        Bytes.wrap(output.get()),
        worker,
        appendedAtMs);
  }

  private Optional<byte[]> bytes(@Nullable ByteBuffer inline, Hash32 claimed) {
    return inline == null ? blobs.get(claimed.bytes()) : Optional.of(AvroValues.bytes(inline));
  }

  private static DoneBy worker(
      @Nullable String evidence, dev.quittance.schemas.avro.Hash32 stepId) {
    if (evidence == null) {
      return DoneBy.Worker.silent();
    }
    Evidence read = Evidence.of(evidence);
    if (read instanceof Evidence.Unfit(String reason)) {
      LOG.atWarn()
          .addKeyValue("stepId", hash(stepId))
          .addKeyValue("reason", reason)
          .log("a worker's evidence is left out");
    }
    return new DoneBy.Worker(read);
  }

  private static StepFailed refused(
      TaskSucceeded success, String code, String message, DoneBy worker, long appendedAtMs) {
    return new StepFailed(
        hash(success.getStepId()),
        success.getAttempt(),
        Failure.of(FailureCause.INVALID_ANSWER, code, message),
        worker,
        appendedAtMs);
  }

  private static IllegalStateException unknown() {
    return new IllegalStateException("a results record of a kind that is not known here");
  }
}
