package dev.quittance.market.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.market.agentrunner.ReceiptDesk.Taken;
import dev.quittance.market.avro.MarketMapping;
import dev.quittance.planning.document.Order;
import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.foreign.AgentRunnerTree;
import dev.quittance.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Receipts in topics of a broker: processes come and go, and all tell the same roots. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArrivalsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Runner RUNNER = Runner.of(7);
  private static final FixedIdSerdes SERDES = new FixedIdSerdes();

  private static final AgentRunnerSettings SETTINGS =
      new AgentRunnerSettings(
          "agentrunner",
          "desk",
          "notary",
          "agentrunner-receipt",
          "0x" + "ab".repeat(20),
          Set.of(),
          1,
          400,
          64);

  private Path folder;
  private EmbeddedKafka kafka;
  private KafkaAccess access;
  private Producer<byte[], byte[]> producer;
  private final List<TopicArrivals> open = new ArrayList<>();

  @BeforeAll
  void start(@TempDir Path given) throws ExecutionException, InterruptedException {
    folder = given;
    kafka = EmbeddedKafka.start(folder.resolve("kafka"), EmbeddedKafka.Options.singleNode());
    access = KafkaAccess.at(kafka.bootstrapServers());
    try (Admin admin = access.admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Topics.ORDER_REQUESTS.name(), 3, (short) 1),
                  new NewTopic(Topics.FOREIGN_RECEIPTS.name(), 1, (short) 1)))
          .all()
          .get();
    }
  }

  @BeforeEach
  void produce() {
    producer = access.producer();
  }

  @AfterEach
  void closeParts() {
    open.forEach(TopicArrivals::close);
    producer.close();
  }

  @AfterAll
  void stop() {
    kafka.close();
  }

  /** A process that takes receipts. */
  private record Instance(Arrivals arrivals, TopicArrivals topic, ReceiptDesk desk) {}

  private Instance instance(boolean isOrdering) {
    Arrivals arrivals = new Arrivals(64L << 20);
    TopicArrivals topic =
        new TopicArrivals(new TopicArrivals.Parts("agentrunner", access, SERDES, arrivals));
    open.add(topic);
    ReceiptDesk desk =
        new ReceiptDesk(
            SETTINGS,
            arrivals,
            topic,
            (order, at) -> append(order, at, isOrdering),
            new DirectoryBlobStore(folder.resolve("blobs")));
    topic.start(desk);
    await().atMost(PATIENCE).until(topic::isReady);
    return new Instance(arrivals, topic, desk);
  }

  private void append(Order order, long at, boolean isOrdering)
      throws IOException, InterruptedException {
    if (!isOrdering) {
      throw new IOException("this process dies here");
    }
    String name = Topics.ORDER_REQUESTS.name();
    byte[] value =
        SERDES
            .of(Topics.ORDER_REQUESTS)
            .serializer()
            .serialize(name, MarketMapping.record(order, at));
    try {
      producer.send(new ProducerRecord<>(name, order.orderId().bytes(), value)).get();
    } catch (ExecutionException e) {
      throw new IOException(e);
    }
  }

  private Set<String> ordered() {
    Set<String> sourceIds = new TreeSet<>();
    try (Consumer<byte[], byte[]> consumer = access.follower()) {
      List<TopicPartition> partitions =
          List.of(0, 1, 2).stream()
              .map(lane -> new TopicPartition(Topics.ORDER_REQUESTS.name(), lane))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(lane -> consumer.position(lane) < ends.getOrDefault(lane, 0L))) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(record ->
                sourceIds.add(
                    SERDES
                        .of(Topics.ORDER_REQUESTS)
                        .deserializer()
                        .deserialize(record.topic(), record.value())
                        .getBody()
                        .getSourceId()));
      }
    }
    return sourceIds;
  }

  private static List<Bytes32> leaves(Instance instance) {
    return instance.arrivals().where(_ -> true).stream().map(ArrivedReceipt::leaf).toList();
  }

  @Test
  void everyProcessTellsTheSameRootAndNoOrderIsLost() throws Exception {
    Instance first = instance(true);
    Instance second = instance(true);
    for (int i = 0; i < 100; i++) {
      ReceiptDesk desk = i % 2 == 0 ? first.desk() : second.desk();
      String text = RUNNER.receipt("swap", "task-" + i, 1_760_000_000 + i, "0.01", i);
      assertThat(desk.take(text, System.currentTimeMillis())).isInstanceOf(Taken.class);
      if (i % 10 == 0) {
        assertThat(second.desk().take(text, 1)).isInstanceOf(Taken.class);
      }
    }
    Instance dying = instance(false);
    String orphan = RUNNER.receipt("swap", "orphan", 1_760_000_999, "0.01", 1);
    assertThat(dying.desk().take(orphan, 1)).isInstanceOf(ReceiptDesk.Unknown.class);
    dying.topic().close();
    assertThat(ordered()).hasSize(100);

    Instance later = instance(true);

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(ordered()).hasSize(101));
    await().atMost(PATIENCE).until(() -> later.arrivals().size() == 101);
    await().atMost(PATIENCE).until(() -> first.arrivals().size() == 101);
    await().atMost(PATIENCE).until(() -> second.arrivals().size() == 101);
    assertThat(leaves(later)).isEqualTo(leaves(first)).isEqualTo(leaves(second));
    assertThat(AgentRunnerTree.root(leaves(later))).isPresent();
    ArrivedReceipt arrived = later.arrivals().byTask("orphan").orElseThrow();
    assertThat(later.topic().text(arrived)).isEqualTo(orphan);
    assertThat(leaves(later).subList(0, 100))
        .as("the order of arrival")
        .isEqualTo(
            later.arrivals().where(receipt -> !receipt.taskId().equals("orphan")).stream()
                .sorted(java.util.Comparator.comparingLong(ArrivedReceipt::whenUnix))
                .map(ArrivedReceipt::leaf)
                .toList());
  }
}
