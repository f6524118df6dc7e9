package dev.quittance.executor.worker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.api.TaskOutcome;
import dev.quittance.schemas.avro.Hash32;
import dev.quittance.schemas.avro.ResultsRecord;
import dev.quittance.schemas.avro.TaskFailed;
import dev.quittance.schemas.avro.TaskReady;
import dev.quittance.schemas.avro.TaskSucceeded;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an executor answered, as a record of {@code results}. */
final class Results {
  /** Larger outputs are stored and cited. */
  static final int INLINE_BYTES = 8 * 1024;

  /** Larger evidence is left out. */
  static final int EVIDENCE_BYTES = 8 * 1024;

  private static final int MAX_CODE_CHARS = 64;
  private static final int MAX_MESSAGE_CHARS = 2000;

  private Results() {}

  /** Evidence that says nothing. */
  static ObjectNode noEvidence() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * The record of an output, which is stored already when it is large.
   *
   * @param output canonical JSON
   * @param outputHash its SHA-256
   */
  static ResultsRecord succeeded(
      TaskReady task, byte[] output, byte[] outputHash, ObjectNode evidence) {
    return record(
        new TaskSucceeded(
            task.getOrderId(),
            task.getStepId(),
            task.getAttempt(),
            new Hash32(outputHash),
            output.length <= INLINE_BYTES ? ByteBuffer.wrap(output) : null,
            text(evidence)));
  }

  /** The record of a failure. */
  static ResultsRecord failed(TaskReady task, TaskOutcome.Failed failure) {
    return record(
        new TaskFailed(
            task.getOrderId(),
            task.getStepId(),
            task.getAttempt(),
            cut(failure.code(), MAX_CODE_CHARS),
            cut(failure.message(), MAX_MESSAGE_CHARS),
            mayBeTriedAgain(failure.cause()),
            failure.cause().recordName(),
            failure.retryAfter().map(Duration::toMillis).orElse(null),
            text(failure.evidence())));
  }

  private static boolean mayBeTriedAgain(FailureCause cause) {
    return switch (cause) {
      case RATE_LIMITED, UNAVAILABLE, TIMEOUT, INVALID_ANSWER, CIRCUIT_OPEN -> true;
      case REFUSED, OUTCOME_UNKNOWN, CANCELLED, BROKEN -> false;
    };
  }

  private static ResultsRecord record(Object body) {
    return new ResultsRecord(body, null, null);
  }

  private static @Nullable String text(ObjectNode evidence) {
    if (evidence.isEmpty()) {
      return null;
    }
    String text = evidence.toString();
    int size = text.getBytes(StandardCharsets.UTF_8).length;
    return size <= EVIDENCE_BYTES ? text : "{\"omittedBytes\":" + size + "}";
  }

  private static String cut(String text, int chars) {
    if (text.length() <= chars) {
      return text;
    }
    // Never between the two halves of one character.
    int end = Character.isHighSurrogate(text.charAt(chars - 2)) ? chars - 2 : chars - 1;
    return text.substring(0, end) + "…";
  }

  /** The hash of an output that need not be stored. */
  static byte[] sha256(byte[] output) {
    return dev.quittance.planning.document.Hash32.sha256(output).bytes();
  }
}
