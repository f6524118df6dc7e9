package dev.quittance.executor.worker;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.Hash32;
import dev.quittance.schemas.avro.TaskReady;
import org.apache.kafka.common.TopicPartition;

/**
 * A task as it was read.
 *
 * @param partition of {@code tasks}
 * @param key its record's key, which its result has as well
 * @param traceparent W3C trace context of its record; empty when there is none
 * @param attempt which attempt it is
 * @param ready what to do
 */
record Task(
    TopicPartition partition,
    long offset,
    Bytes key,
    String traceparent,
    Attempt attempt,
    TaskReady ready) {

  /**
   * Names an attempt at a step.
   *
   * @param stepId 0x and hex
   * @param number from 1
   */
  record Attempt(String stepId, int number) {
    static Attempt of(Hash32 stepId, int number) {
      return new Attempt(AvroValues.hex(stepId), number);
    }
  }
}
