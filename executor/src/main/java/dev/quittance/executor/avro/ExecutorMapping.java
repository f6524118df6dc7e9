package dev.quittance.executor.avro;

import dev.quittance.executor.domain.Execution;
import dev.quittance.executor.domain.PlanReading;
import dev.quittance.executor.domain.RunEffect;
import dev.quittance.executor.domain.Task;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.ExecutionsRecord;
import dev.quittance.schemas.avro.PlanMade;
import dev.quittance.schemas.avro.ResultsRecord;
import dev.quittance.schemas.avro.TaskCancelled;
import dev.quittance.schemas.avro.TaskReady;
import dev.quittance.schemas.avro.TasksRecord;
import dev.quittance.schemas.avro.TimerFired;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Between the executor's records and its own types. */
public final class ExecutorMapping {
  private static final int MAX_CODE_CHARS = 64;
  private static final int MAX_MESSAGE_CHARS = 2000;

  private ExecutorMapping() {}

  /** What a plan's record says. */
  public static PlanReading reading(PlanMade made, long appendedAtMs) {
    return new PlanReading(
        hash(made.getOrderId()),
        hash(made.getPlanHash()),
        Bytes.wrap(AvroValues.bytes(made.getPlan())),
        Bytes.wrap(AvroValues.bytes(made.getOrder())),
        appendedAtMs);
  }

  /** A hash of a record. */
  public static Hash32 hash(dev.quittance.schemas.avro.Hash32 hash) {
    return Hash32.of(hash.bytes());
  }

  /**
   * The record of a task.
   *
   * @param inlineInput the input's bytes when they are small
   */
  public static TasksRecord record(Task task, Optional<byte[]> inlineInput) {
    return new TasksRecord(
        new TaskReady(
            hash(task.orderId()),
            hash(task.stepId()),
            task.stepIndex(),
            task.attempt(),
            task.agentId(),
            AvroValues.address20(task.agent()),
            task.service(),
            task.executor(),
            hash(task.input().hash()),
            inlineInput.map(ByteBuffer::wrap).orElse(null),
            task.timeoutMs(),
            task.deadlineMs(),
            task.idempotencyKey(),
            task.tenant(),
            AvroValues.uint256(task.price()),
            AvroValues.address20(task.buyer())));
  }

  /** The record of an execution; workers' codes and messages are cut to what a record may hold. */
  public static ExecutionsRecord record(Execution execution, Address houseAgent) {
    return new ExecutionsRecord(
        new dev.quittance.schemas.avro.Execution(
            hash(execution.orderId()),
            hash(execution.stepId()),
            execution.stepIndex(),
            execution.attempt(),
            AvroValues.address20(execution.agent().orElseGet(houseAgent::toString)),
            AvroValues.address20(execution.buyer()),
            AvroValues.address20(execution.asset()),
            AvroValues.uint256(execution.amount()),
            AvroValues.uint256(execution.fee()),
            AvroValues.address20(execution.feeRecipient()),
            execution.verdict().code(),
            hash(execution.orderHash()),
            hash(execution.planHash()),
            hash(execution.inputHash()),
            hash(execution.outputHash()),
            execution.completedAtMs(),
            cut(execution.code(), MAX_CODE_CHARS),
            cut(execution.message(), MAX_MESSAGE_CHARS),
            execution.tenant(),
            execution.service(),
            execution.executor(),
            execution.evidence().map(CanonicalJson::text).orElse(null)));
  }

  /** The record that tells whoever works on an attempt that it may stop. */
  public static TasksRecord record(RunEffect.Cancel cancel) {
    return new TasksRecord(
        new TaskCancelled(hash(cancel.orderId()), hash(cancel.stepId()), cancel.attempt()));
  }

  /** The record of a timer whose time has come. */
  public static ResultsRecord timerFired(Hash32 orderId, String timerId, long dueAtMs) {
    return new ResultsRecord(null, null, new TimerFired(hash(orderId), timerId, dueAtMs));
  }

  static dev.quittance.schemas.avro.Hash32 hash(Hash32 hash) {
    return AvroValues.hash32(hash.bytes());
  }

  private static dev.quittance.schemas.avro.Hash32 hash(Optional<Hash32> hash) {
    return hash.map(ExecutorMapping::hash).orElseGet(AvroValues::noHash);
  }

  private static String cut(String text, int chars) {
    if (text.length() <= chars) {
      return text;
    }
    // Never between the two halves of one character.
    int end = Character.isHighSurrogate(text.charAt(chars - 2)) ? chars - 2 : chars - 1;
    return text.substring(0, end) + "…";
  }
}
