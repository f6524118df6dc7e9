package dev.quittance.prover.signing;

import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.prover.signing.ReceiptSigning.SignedRecord;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.ReceiptDetailsRecord;
import dev.quittance.schemas.avro.ReceiptsRecord;
import dev.quittance.schemas.avro.SigningRequested;
import dev.quittance.schemas.avro.SigningRequestsRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * One membership of the signing group: requests in, signatures in any order, receipts out in the
 * order of their lane, each with the offset of its request in one transaction. Any failure of Kafka
 * ends it; the next membership begins at what is committed. Used by one thread.
 */
final class SigningLoop {
  private static final Duration IDLE = Duration.ofMillis(200);
  private static final Duration BUSY = Duration.ofMillis(2);
  private static final int MOST_OF_A_TRANSACTION = 2000;

  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final ReceiptSigning signing;
  private final String receiptsTopic;
  private final int most;
  private final Deserializer<SigningRequestsRecord> requests;
  private final Serializer<ReceiptsRecord> receipts;
  private final Serializer<ReceiptDetailsRecord> details;
  private final Map<TopicPartition, LaneQueue<List<ProducerRecord<byte[], byte[]>>>> lanes =
      new HashMap<>();

  /**
   * @param receiptsTopic the log's newest
   * @param most requests of one lane that are taken before results leave: a lane that waits for a
   *     signature takes no room from the others
   */
  SigningLoop(
      Consumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer,
      ReceiptSigning signing,
      RecordSerdes serdes,
      String receiptsTopic,
      int most) {
    this.consumer = consumer;
    this.producer = producer;
    this.signing = signing;
    this.receiptsTopic = receiptsTopic;
    this.most = most;
    this.requests = serdes.of(Topics.SIGNING_REQUESTS).deserializer();
    this.receipts = serdes.of(Topics.RECEIPTS).serializer();
    this.details = serdes.of(Topics.RECEIPT_DETAILS).serializer();
  }

  /** Joins the group. */
  void subscribe() {
    consumer.subscribe(
        List.of(Topics.SIGNING_REQUESTS.name()),
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            revoked.forEach(lane -> drop(lane));
          }

          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            assigned.forEach(lane -> lanes.put(lane, new LaneQueue<>()));
          }
        });
  }

  /** Whether it is a member with lanes of its own, or one that stands by. */
  boolean hasJoined() {
    return consumer.groupMetadata().generationId() >= 0;
  }

  /** Takes what there is room for, and commits what is done. */
  void turn() {
    List<TopicPartition> full =
        lanes.entrySet().stream()
            .filter(lane -> lane.getValue().size() >= most)
            .map(Map.Entry::getKey)
            .toList();
    consumer.resume(consumer.paused());
    consumer.pause(full);
    try {
      consumer.poll(isIdle() ? IDLE : BUSY).forEach(this::begin);
    } catch (WakeupException e) {
      return;
    }
    commit();
  }

  /** Calls off what is under way. */
  void abandon() {
    lanes.values().forEach(LaneQueue::abandon);
    lanes.clear();
  }

  private boolean isIdle() {
    return lanes.values().stream().allMatch(lane -> lane.size() == 0);
  }

  private void drop(TopicPartition lane) {
    LaneQueue<List<ProducerRecord<byte[], byte[]>>> queue = lanes.remove(lane);
    if (queue != null) {
      queue.abandon();
    }
  }

  private void begin(ConsumerRecord<byte[], byte[]> entry) {
    SigningRequested request = request(entry);
    CompletableFuture<List<ProducerRecord<byte[], byte[]>>> result = new CompletableFuture<>();
    Thread worker =
        Thread.ofVirtual()
            .name("sign-" + entry.partition() + "-" + entry.offset())
            .unstarted(() -> {
              try {
                result.complete(records(entry, request, signing.sign(request)));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            });
    LaneQueue<List<ProducerRecord<byte[], byte[]>>> lane =
        lanes.computeIfAbsent(
            new TopicPartition(entry.topic(), entry.partition()), _ -> new LaneQueue<>());
    lane.add(new LaneQueue.Pending<>(entry.offset(), result, worker));
    worker.start();
  }

  /** Only the prover writes here; what is not its record must not be passed by. */
  private SigningRequested request(ConsumerRecord<byte[], byte[]> entry) {
    SigningRequested request =
        requests.deserialize(entry.topic(), entry.headers(), entry.value()).getBody();
    if (request == null) {
      throw new IllegalStateException(
          "signing-requests, partition %d, offset %d holds no request"
              .formatted(entry.partition(), entry.offset()));
    }
    return request;
  }

  /** A receipt and its details stand in the lane of the request, whatever keys hash to. */
  private List<ProducerRecord<byte[], byte[]>> records(
      ConsumerRecord<byte[], byte[]> entry, SigningRequested request, SignedRecord signed) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    if (request.getDetails() != null) {
      String topic = Topics.RECEIPT_DETAILS.name();
      ReceiptDetailsRecord value = new ReceiptDetailsRecord(request.getDetails());
      records.add(
          record(entry, topic, signed.digest().toByteArray(), details.serialize(topic, value)));
    }
    byte[] receipt = receipts.serialize(receiptsTopic, signed.receipt());
    records.add(record(entry, receiptsTopic, entry.key(), receipt));
    return records;
  }

  private static ProducerRecord<byte[], byte[]> record(
      ConsumerRecord<byte[], byte[]> entry, String topic, byte[] key, byte[] value) {
    return new ProducerRecord<>(topic, entry.partition(), null, key, value, entry.headers());
  }

  private void commit() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    Map<TopicPartition, Integer> counts = new HashMap<>();
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    lanes.forEach((lane, queue) -> {
      var ready = queue.front(MOST_OF_A_TRANSACTION);
      if (!ready.results().isEmpty()) {
        ready.results().forEach(records::addAll);
        offsets.put(lane, new OffsetAndMetadata(ready.nextOffset()));
        counts.put(lane, ready.results().size());
      }
    });
    if (records.isEmpty()) {
      return;
    }
    producer.beginTransaction();
    for (ProducerRecord<byte[], byte[]> record : records) {
      var _ = producer.send(record);
    }
    // Taken only from a member of the group's present generation.
    producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
    producer.commitTransaction();
    counts.forEach((lane, count) -> {
      LaneQueue<List<ProducerRecord<byte[], byte[]>>> queue = lanes.get(lane);
      if (queue != null) {
        queue.remove(count);
      }
    });
  }
}
