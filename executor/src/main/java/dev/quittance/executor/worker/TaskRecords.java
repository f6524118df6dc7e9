package dev.quittance.executor.worker;

import dev.quittance.executor.worker.Task.Attempt;
import dev.quittance.platform.deadletters.Fault;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.trace.TraceParent;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.ResultsRecord;
import dev.quittance.schemas.avro.TaskCancelled;
import dev.quittance.schemas.avro.TaskReady;
import dev.quittance.schemas.avro.TasksRecord;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** Between the records of {@code tasks} and {@code results} and the worker's types. */
final class TaskRecords {
  private final Deserializer<TasksRecord> tasks;
  private final Serializer<ResultsRecord> results;

  TaskRecords(RecordSerdes serdes) {
    this.tasks = serdes.of(Topics.TASKS).deserializer();
    this.results = serdes.of(Topics.RESULTS).serializer();
  }

  /** The registry can't be reached; nothing is wrong with the record. */
  static final class RegistryOutage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private RegistryOutage(Throwable cause) {
      super("the schema registry can't be reached", cause);
    }
  }

  /** What a record says. */
  sealed interface Content {}

  /** A task. */
  record Ready(Task task) implements Content {}

  /** An attempt is no longer wanted. */
  record Cancelled(Attempt attempt) implements Content {}

  /** It is none of both. */
  record Undecodable(String reason) implements Content {}

  /**
   * Reads a record.
   *
   * @throws RegistryOutage when its schema can't be fetched for now
   */
  Content read(ConsumerRecord<byte[], byte[]> record) {
    TasksRecord value;
    try {
      value = tasks.deserialize(record.topic(), record.headers(), record.value());
    } catch (RuntimeException e) {
      if (Fault.isOutage(e)) {
        throw new RegistryOutage(e);
      }
      return new Undecodable(e.toString());
    }
    return switch (value.getBody()) {
      case TaskReady ready when record.key() != null -> new Ready(task(record, ready));
      case TaskCancelled cancelled ->
          new Cancelled(Attempt.of(cancelled.getStepId(), cancelled.getAttempt()));
      case null, default -> new Undecodable("a tasks record without a key or of an unknown kind");
    };
  }

  /**
   * The bytes of a result, ready to be sent.
   *
   * @throws RegistryOutage when its schema can't be found for now
   */
  ProducerRecord<byte[], byte[]> write(Ending.Result result) {
    RecordHeaders headers = new RecordHeaders();
    if (!result.traceparent().isEmpty()) {
      headers.add(TraceParent.HEADER, result.traceparent().getBytes(StandardCharsets.UTF_8));
    }
    String topic = Topics.RESULTS.name();
    try {
      byte[] value = results.serialize(topic, headers, result.value());
      return new ProducerRecord<>(topic, null, null, result.key().toByteArray(), value, headers);
    } catch (RuntimeException e) {
      if (Fault.isOutage(e)) {
        throw new RegistryOutage(e);
      }
      throw e;
    }
  }

  private static Task task(ConsumerRecord<byte[], byte[]> record, TaskReady ready) {
    return new Task(
        new TopicPartition(record.topic(), record.partition()),
        record.offset(),
        Bytes.wrap(record.key()),
        TraceParent.of(record.headers()).map(TraceParent::value).orElse(""),
        Attempt.of(ready.getStepId(), ready.getAttempt()),
        ready);
  }
}
