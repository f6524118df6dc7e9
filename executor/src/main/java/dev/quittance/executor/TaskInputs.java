package dev.quittance.executor;

import dev.quittance.executor.domain.DoneBy;
import dev.quittance.executor.domain.Failure;
import dev.quittance.executor.domain.RunCommand.StepFailed;
import dev.quittance.executor.domain.TaskInput;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.blob.BlobStore;
import java.util.Optional;

/** Makes sure that whoever is given a task can get at its input. */
final class TaskInputs {
  /** Larger inputs are stored and cited. */
  static final int INLINE_BYTES = 8 * 1024;

  private final BlobStore blobs;

  TaskInputs(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** Whether an input is there. */
  sealed interface Availability {}

  /**
   * It is.
   *
   * @param small its bytes when they fit into the task's record; otherwise they are stored
   */
  record Durable(Optional<byte[]> small) implements Availability {}

  /** The order cites it, and nobody has stored it. */
  record Missing() implements Availability {}

  Availability durable(TaskInput input) {
    return switch (input) {
      case TaskInput.Rendered(CanonicalJson json, Hash32 _) -> {
        byte[] bytes = json.bytes();
        if (bytes.length <= INLINE_BYTES) {
          yield new Durable(Optional.of(bytes));
        }
        blobs.put(bytes);
        yield new Durable(Optional.empty());
      }
      case TaskInput.Stored(Hash32 hash) ->
          blobs.contains(hash.bytes()) ? new Durable(Optional.empty()) : new Missing();
    };
  }

  /** The failure of a step whose input is missing. */
  static StepFailed missing(Hash32 stepId, int attempt, Hash32 inputHash, long appendedAtMs) {
    return new StepFailed(
        stepId,
        attempt,
        Failure.lasting(
            "input-missing",
            "the order cites input "
                + inputHash
                + ", which is not stored; upload it before ordering"),
        new DoneBy.Nobody(),
        appendedAtMs);
  }
}
