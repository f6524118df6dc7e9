package dev.quittance.executor.worker;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What is written about a record of {@code tasks} that is no task: its dead letter, and whatever
 * ends its order. Written in the transaction that passes the record by.
 */
@FunctionalInterface
public interface PoisonTasks {
  /** The records to be written, ready to be sent. */
  List<ProducerRecord<byte[], byte[]>> records(
      ConsumerRecord<byte[], byte[]> record, String reason);
}
