package dev.quittance.platform.testing;

import dev.quittance.platform.kafka.KafkaAccess;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A transaction of somebody else that stays open until it is aborted here: the product's own ones
 * are ended by the broker after seconds, too early for a test on a busy machine.
 */
public final class OpenTransaction implements AutoCloseable {
  private static final int TIMEOUT_MS = 600_000;

  private final Producer<byte[], byte[]> producer;

  private OpenTransaction(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /** Opens one that has written a record. */
  public static OpenTransaction with(KafkaAccess kafka, ProducerRecord<byte[], byte[]> record)
      throws ExecutionException, InterruptedException {
    Map<String, Object> config = new HashMap<>(kafka.settings());
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "somebody-else");
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TIMEOUT_MS);
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    producer.beginTransaction();
    producer.send(record).get();
    return new OpenTransaction(producer);
  }

  /** Ends it; nothing of it is ever read. */
  public void abort() {
    producer.abortTransaction();
  }

  @Override
  public void close() {
    producer.close();
  }
}
