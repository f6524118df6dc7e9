package dev.quittance.platform.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Reads committed records up to where partitions end, for those who must know what is <em>not</em>
 * there.
 *
 * <p>What stands behind a transaction that is open still, such as one of a process that was killed,
 * can't be read until that one is over. {@link Consumer#endOffsets} of a reader of committed
 * records ends before it, and what follows would be taken to be absent. Blocking.
 */
public final class ReadToEnd {
  /** Longer than brokers leave a transaction open whose process is gone. */
  public static final Duration PATIENCE = Duration.ofSeconds(45);

  private static final Duration POLL = Duration.ofMillis(200);

  private ReadToEnd() {}

  /**
   * Where partitions end, with what is not committed yet.
   *
   * @throws KafkaException when the brokers don't say
   */
  public static Map<TopicPartition, Long> ends(
      KafkaAccess kafka, Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    try (Admin admin = kafka.admin()) {
      var listed =
          admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED));
      Map<TopicPartition, Long> ends = new HashMap<>();
      for (TopicPartition partition : partitions) {
        ends.put(partition, listed.partitionResult(partition).get().offset());
      }
      return ends;
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      throw new KafkaException("the brokers don't say where topics end", e.getCause());
    }
  }

  /**
   * Reads on from where a consumer stands.
   *
   * @param ends see {@link #ends}; of partitions that the consumer is assigned
   * @param patience how long nothing may come while an end is not reached
   * @param each takes what has come; false when it needs no more
   * @throws IOException when nothing came for so long
   */
  public static void read(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends,
      Duration patience,
      Predicate<ConsumerRecords<byte[], byte[]>> each)
      throws IOException {
    long lastNs = System.nanoTime();
    while (!isThrough(consumer, ends)) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      if (!each.test(records)) {
        return;
      }
      if (!records.isEmpty()) {
        lastNs = System.nanoTime();
      } else if (System.nanoTime() - lastNs > patience.toNanos()) {
        throw new IOException(
            "the topic %s can't be read to its end: a transaction is open in it; try again later"
                .formatted(ends.keySet().iterator().next().topic()));
      }
    }
  }

  private static boolean isThrough(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }
}
