package dev.quittance.prover.signing;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.ReadToEnd;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.SigningRequested;
import dev.quittance.schemas.avro.SigningRequestsRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Which receipts are numbered and not yet in the log. Reads to the very end, also behind
 * transactions that are open still: a number that it left out would be taken to be free, or to have
 * no receipt ahead. Blocks; used when a task starts.
 *
 * @param group the signing worker's consumer group
 */
public record PendingRequests(KafkaAccess kafka, RecordSerdes serdes, String group) {

  /** The last number of each agent with a pending receipt in a lane. */
  public Map<Address, Long> lastSeqs(int lane) {
    TopicPartition partition = new TopicPartition(Topics.SIGNING_REQUESTS.name(), lane);
    Map<Address, Long> last = new HashMap<>();
    Deserializer<SigningRequestsRecord> requests =
        serdes.of(Topics.SIGNING_REQUESTS).deserializer();
    try (Consumer<byte[], byte[]> consumer = kafka.follower()) {
      Map<TopicPartition, Long> end = ReadToEnd.ends(kafka, List.of(partition));
      consumer.assign(List.of(partition));
      long first = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
      consumer.seek(partition, Math.max(first, committed(partition)));
      ReadToEnd.read(
          consumer,
          end,
          ReadToEnd.PATIENCE,
          records -> {
            records.forEach(entry -> take(requests, entry, last));
            return true;
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return last;
  }

  private static void take(
      Deserializer<SigningRequestsRecord> requests,
      ConsumerRecord<byte[], byte[]> entry,
      Map<Address, Long> last) {
    SigningRequested request =
        requests.deserialize(entry.topic(), entry.headers(), entry.value()).getBody();
    if (request != null) {
      last.put(
          Address.copyOf(request.getReceipt().getAgent().bytes()), request.getReceipt().getSeq());
    }
  }

  private long committed(TopicPartition partition) {
    try (Admin admin = kafka.admin()) {
      OffsetAndMetadata offset =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get()
              .get(partition);
      return offset == null ? 0 : offset.offset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading what is signed", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "can't read the offsets of group " + group + "; check that the broker answers", e);
    }
  }
}
