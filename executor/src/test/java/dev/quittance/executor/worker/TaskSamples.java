package dev.quittance.executor.worker;

import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.TaskReady;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Tasks for tests. */
final class TaskSamples {
  static final TopicPartition PARTITION = new TopicPartition(Topics.TASKS.name(), 0);
  static final String BUYER = "0x" + "0b".repeat(20);
  static final BigInteger PRICE = BigInteger.valueOf(90_000);
  static final long DEADLINE_MS = 1_000_000;
  static final long TIMEOUT_MS = 5_000;

  private TaskSamples() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Hash32 hash(String text) {
    return Hash32.sha256(bytes(text));
  }

  /** A task with an inline input. */
  static TaskReady ready(String step, String executor, String input) {
    return ready(step, 1, executor, input, TIMEOUT_MS, DEADLINE_MS);
  }

  static TaskReady ready(
      String step, int attempt, String executor, String input, long timeoutMs, long deadlineMs) {
    return ready(
        step, attempt, executor, hash(input), ByteBuffer.wrap(bytes(input)), timeoutMs, deadlineMs);
  }

  /** A task whose input is in the payload store. */
  static TaskReady withStoredInput(String step, String executor, Hash32 inputHash) {
    return ready(step, 1, executor, inputHash, null, TIMEOUT_MS, DEADLINE_MS);
  }

  private static TaskReady ready(
      String step,
      int attempt,
      String executor,
      Hash32 inputHash,
      @Nullable ByteBuffer input,
      long timeoutMs,
      long deadlineMs) {
    return new TaskReady(
        AvroValues.hash32(hash("order of " + step).bytes()),
        AvroValues.hash32(hash(step).bytes()),
        0,
        attempt,
        "agent-1",
        AvroValues.address20("0x" + "0a".repeat(20)),
        "summarization",
        executor,
        AvroValues.hash32(inputHash.bytes()),
        input,
        timeoutMs,
        deadlineMs,
        "key of " + step,
        "shop-1",
        AvroValues.uint256(PRICE),
        AvroValues.address20(BUYER));
  }

  static Task task(long offset, TaskReady ready) {
    return new Task(
        PARTITION,
        offset,
        Bytes.wrap(ready.getOrderId().bytes()),
        "",
        Task.Attempt.of(ready.getStepId(), ready.getAttempt()),
        ready);
  }
}
