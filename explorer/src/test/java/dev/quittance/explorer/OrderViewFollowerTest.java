package dev.quittance.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.explorer.domain.OrderStatus;
import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.log.EpochPartitions;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.OrderRequestsRecord;
import dev.quittance.schemas.avro.OrderSubmitted;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderViewFollowerTest {
  private static final TopicPartition REQUESTS =
      new TopicPartition(Topics.ORDER_REQUESTS.name(), 0);

  private final TestSerdes serdes = new TestSerdes();
  @TempDir private Path directory;

  private RecordReader reader() {
    return new RecordReader(
        serdes, _ -> Optional.empty(), EpochPartitions.first(Topics.RECEIPTS.name(), 1));
  }

  private MockConsumer<byte[], byte[]> consumer(byte[]... requests) {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    Map<TopicPartition, Long> begin = new HashMap<>();
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (String topic : reader().topics()) {
      TopicPartition partition = new TopicPartition(topic, 0);
      Node node = new Node(0, "127.0.0.1", 1);
      Node[] nodes = {node};
      consumer.updatePartitions(topic, List.of(new PartitionInfo(topic, 0, node, nodes, nodes)));
      begin.put(partition, 0L);
      ends.put(partition, topic.equals(REQUESTS.topic()) ? (long) requests.length : 0L);
    }
    consumer.updateBeginningOffsets(begin);
    consumer.updateEndOffsets(ends);
    consumer.schedulePollTask(() -> {
      for (int i = 0; i < requests.length; i++) {
        if (i >= consumer.position(REQUESTS)) {
          consumer.addRecord(record(i, requests[i]));
        }
      }
    });
    return consumer;
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] value) {
    return new ConsumerRecord<>(
        REQUESTS.topic(),
        0,
        offset,
        Stories.AT_MS + offset,
        TimestampType.LOG_APPEND_TIME,
        0,
        value.length,
        new byte[0],
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  private byte[] request(String name) {
    OrderSubmitted submitted =
        new OrderSubmitted(
            AvroValues.hash32(Stories.id(name)),
            AvroValues.hash32(Stories.id(name)),
            "acme",
            "http",
            name,
            ByteBuffer.wrap(new byte[0]),
            Stories.AT_MS);
    return serdes
        .of(Topics.ORDER_REQUESTS)
        .serializer()
        .serialize(REQUESTS.topic(), new OrderRequestsRecord(submitted));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long beganNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(Duration.ofNanos(System.nanoTime() - beganNs))
          .as("still waiting")
          .isLessThan(Duration.ofSeconds(60));
      Thread.sleep(5);
    }
  }

  @Test
  void isReadyWithWhatWasThereAndPassesByWhatNobodyCanRead() throws InterruptedException {
    byte[] noRecord = {9, 9};
    try (OrderViewFollower follower =
        OrderViewFollower.open(
            consumer(request("one"), noRecord, request("two")), reader(), directory, "c1")) {
      await(follower::isReady);

      assertThat(follower.counts().total()).isEqualTo(2);
      assertThat(follower.counts().byStatus()).containsEntry(OrderStatus.RECEIVED, 2L);
      assertThat(follower.find(new Hash32(Stories.id("two"))).orElseThrow().tenant())
          .contains("acme");
      assertThat(follower.list(OrderFilter.newest(1)).orders().getFirst().orderId())
          .isEqualTo(Stories.id("two"));
    }
  }

  @Test
  void goesOnWhereItStopped() throws InterruptedException {
    try (OrderViewFollower first =
        OrderViewFollower.open(consumer(request("one")), reader(), directory, "c1")) {
      await(first::isReady);
    }

    MockConsumer<byte[], byte[]> consumer = consumer(new byte[] {9}, request("two"));
    try (OrderViewFollower second = OrderViewFollower.open(consumer, reader(), directory, "c1")) {
      await(second::isReady);

      assertThat(second.find(new Hash32(Stories.id("one")))).isPresent();
      assertThat(second.counts().total()).isEqualTo(2);
    }
  }

  @Test
  void buildsTheViewOfAnotherClusterAnew() throws InterruptedException {
    try (OrderViewFollower first =
        OrderViewFollower.open(consumer(request("one")), reader(), directory, "c1")) {
      await(first::isReady);
    }

    try (OrderViewFollower other =
        OrderViewFollower.open(consumer(request("two")), reader(), directory, "c2")) {
      await(other::isReady);

      assertThat(other.find(new Hash32(Stories.id("one")))).isEmpty();
      assertThat(other.counts().total()).isEqualTo(1);
    }
  }
}
