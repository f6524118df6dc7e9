package dev.quittance.executor.worker;

import dev.quittance.platform.streams.UndecodableToDeadLetters;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What is written about a record of {@code tasks} that is no task: its dead letter, and whatever
 * ends its order. Written in the transaction that passes the record by.
 */
@FunctionalInterface
public interface PoisonTasks {
  /** The records to be written, ready to be sent. */
  List<ProducerRecord<byte[], byte[]>> records(
      ConsumerRecord<byte[], byte[]> record, String reason);

  /** Writes the dead letter alone. */
  static List<ProducerRecord<byte[], byte[]>> deadLetter(
      ConsumerRecord<byte[], byte[]> record, String reason) {
    String origin = record.topic() + ":" + record.partition() + ":" + record.offset();
    RecordHeaders headers = new RecordHeaders(record.headers());
    headers.add(
        UndecodableToDeadLetters.REASON,
        ("undecodable: " + reason).getBytes(StandardCharsets.UTF_8));
    headers.add(UndecodableToDeadLetters.ORIGIN, origin.getBytes(StandardCharsets.UTF_8));
    return List.of(
        new ProducerRecord<>(
            record.topic() + ".dlq", null, null, record.key(), record.value(), headers));
  }
}
