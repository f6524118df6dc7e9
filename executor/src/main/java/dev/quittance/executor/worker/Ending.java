package dev.quittance.executor.worker;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.schemas.avro.ResultsRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The end of a record of {@code tasks}: what is written in the transaction that passes it by.
 *
 * @param offsets of the record, and of those that are done with it
 * @param result what became of a task
 * @param records other records, ready to be sent
 */
record Ending(
    TopicPartition partition,
    List<Long> offsets,
    Optional<Result> result,
    List<ProducerRecord<byte[], byte[]>> records) {
  Ending {
    offsets = List.copyOf(offsets);
    records = List.copyOf(records);
  }

  /**
   * A record of {@code results}.
   *
   * @param key of the task's record
   * @param traceparent of the task's record; empty when there is none
   */
  record Result(Bytes key, String traceparent, ResultsRecord value) {}

  /** A record that needs no result. */
  static Ending without(TopicPartition partition, long offset) {
    return new Ending(partition, List.of(offset), Optional.empty(), List.of());
  }

  /** A task with its result. */
  static Ending of(Call call, ResultsRecord value) {
    Task task = call.task();
    List<Long> offsets = new ArrayList<>(call.cancellations());
    offsets.add(task.offset());
    return new Ending(
        task.partition(),
        offsets,
        Optional.of(new Result(task.key(), task.traceparent(), value)),
        List.of());
  }
}
