package dev.quittance.executor;

import static dev.quittance.executor.avro.ExecutorMapping.hash;

import dev.quittance.executor.domain.DoneBy;
import dev.quittance.executor.domain.RunCommand.StepFailed;
import dev.quittance.executor.domain.RunCommand.StepResult;
import dev.quittance.executor.domain.RunCommand.StepSucceeded;
import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.blob.BlobStore;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.ResultsRecord;
import dev.quittance.schemas.avro.TaskFailed;
import dev.quittance.schemas.avro.TaskSucceeded;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes workers' results in: an output counts once it is stored under the hash that it claims. */
final class ResultIntake {
  private static final DoneBy WORKER = new DoneBy.Worker();

  private final BlobStore blobs;

  ResultIntake(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** The order that a result is about. */
  static Hash32 orderId(ResultsRecord record) {
    return switch (record.getBody()) {
      case TaskSucceeded success -> hash(success.getOrderId());
      case TaskFailed failure -> hash(failure.getOrderId());
      case null, default -> throw unknown();
    };
  }

  /** What a result says; an output that is not what it claims is a failure. */
  StepResult result(ResultsRecord record, long appendedAtMs) {
    return switch (record.getBody()) {
      case TaskSucceeded success -> output(success, appendedAtMs);
      case TaskFailed failure ->
          new StepFailed(
              hash(failure.getStepId()),
              failure.getAttempt(),
              failure.getCode(),
              failure.getMessage(),
              failure.getRetryable(),
              WORKER,
              appendedAtMs);
      case null, default -> throw unknown();
    };
  }

  private StepResult output(TaskSucceeded success, long appendedAtMs) {
    Hash32 claimed = hash(success.getOutputHash());
    Optional<byte[]> output = bytes(success.getOutput(), claimed);
    if (output.isEmpty()) {
      String message = "the result cites output " + claimed + ", which is not stored";
      return refused(success, "output-missing", message, appendedAtMs);
    }
    if (!Hash32.sha256(output.get()).equals(claimed)) {
      String message = "the result's output does not have the hash " + claimed;
      return refused(success, "output-mismatch", message, appendedAtMs);
    }
    blobs.put(output.get());
    return new StepSucceeded(
        hash(success.getStepId()),
        success.getAttempt(),
        claimed,
        Bytes.wrap(output.get()),
        WORKER,
        appendedAtMs);
  }

  private Optional<byte[]> bytes(@Nullable ByteBuffer inline, Hash32 claimed) {
    return inline == null ? blobs.get(claimed.bytes()) : Optional.of(AvroValues.bytes(inline));
  }

  private static StepFailed refused(
      TaskSucceeded success, String code, String message, long appendedAtMs) {
    return new StepFailed(
        hash(success.getStepId()), success.getAttempt(), code, message, true, WORKER, appendedAtMs);
  }

  private static IllegalStateException unknown() {
    return new IllegalStateException("a results record of a kind that is not known here");
  }
}
