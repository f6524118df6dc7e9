package dev.quittance.market;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.market.avro.MarketMapping;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.StepInput;
import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.platform.catalogue.CatalogueFollower;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.stage.ChainEndpoint;
import dev.quittance.platform.stage.ExecutorSettings;
import dev.quittance.platform.stage.Line;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.streams.StreamsSettings;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AcceptedSchema;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.PeriodSchedule;
import dev.quittance.receipts.log.PeriodSchedule.CatchUp;
import dev.quittance.schemas.AcceptedSchemas;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.OrderSettled;
import dev.quittance.schemas.avro.PayloadStored;
import dev.quittance.schemas.avro.PayloadsRecord;
import dev.quittance.schemas.avro.SettlementsRecord;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stage on a real broker, with a marketplace whose first tries fail. */
class MarketStageIT {
  private static final int LANES = 2;
  private static final int ORDERS = 30;
  private static final String MARKET = "stand-in";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path directory;
  private final FixedIdSerdes serdes = new FixedIdSerdes();
  private final Keyring keys =
      Keyring.of("test test test test test test test test test test test junk");
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final Map<String, AtomicInteger> tries = new ConcurrentHashMap<>();
  private final Map<String, String> delivered = new ConcurrentHashMap<>();
  private EmbeddedKafka broker;
  private KafkaAccess kafka;
  private CatalogueFollower catalogue;
  private Producer<byte[], byte[]> producer;

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedKafka.start(directory.resolve("kafka"), EmbeddedKafka.Options.singleNode());
    kafka = KafkaAccess.at(broker.bootstrapServers());
    try (Admin admin = kafka.admin()) {
      admin
          .createTopics(
              Topics.all().stream()
                  .map(topic ->
                      new NewTopic(topic.name(), topic.partitions(LANES), (short) 1)
                          .configs(topic.settings()))
                  .toList())
          .all()
          .get();
    }
    catalogue = CatalogueFollower.open(kafka, serdes);
    producer = kafka.producer();
  }

  @AfterEach
  void stop() {
    producer.close();
    catalogue.close();
    broker.close();
  }

  private StageContext context(String instance) {
    LogRules rules =
        new LogRules(
            "log.example/market",
            0,
            new ReceiptDomain(BigInteger.valueOf(31337), Address.ZERO),
            Topics.RECEIPTS.name(),
            LANES,
            List.of(
                new AcceptedSchema(
                    FixedIdSerdes.SCHEMA_ID,
                    AcceptedSchemas.fingerprint(Topics.RECEIPTS.schema()))),
            keys.operator().address(),
            new PeriodSchedule(0, 10, CatchUp.EACH));
    return new StageContext(
        Line.first(rules, new UUID(1, 2)),
        new ChainEndpoint(List.of("http://127.0.0.1:1"), 64, 31337, Address.ZERO, Address.ZERO),
        new StreamsSettings(kafka, "it", directory.resolve(instance), instance, 1, 50, 1),
        kafka,
        serdes,
        new DirectoryBlobStore(directory.resolve("blobs")),
        catalogue,
        keys,
        ExecutorSettings.none(),
        failures::add);
  }

  /** Takes each order once, and the first try of each third fails. */
  private final class StandIn implements Marketplace {
    @Override
    public String source() {
      return MARKET;
    }

    @Override
    public Optional<Intake> intake() {
      return Optional.empty();
    }

    @Override
    public Optional<Delivery> delivery() {
      return Optional.of(context ->
          job -> {
            int tried =
                tries.computeIfAbsent(job.sourceId(), _ -> new AtomicInteger()).incrementAndGet();
            if (tried == 1 && job.orderId().bytes()[0] % 3 == 0) {
              throw new IOException("not now");
            }
            byte[] output =
                context.outputs().of(job.outputHash(), job.completedAtMs()).orElseThrow();
            delivered.put(job.sourceId(), new String(output, UTF_8));
            return new DeliveryResult.Delivered("there");
          });
    }
  }

  private RunningMarket stage(String instance) {
    return new MarketStage(Map.of(), Settings.Gateway.DEFAULT.limits())
        .start(context(instance), List.of(new StandIn()));
  }

  private <V extends SpecificRecord> void send(Topic<V> topic, byte[] key, V value) {
    byte[] bytes = serdes.of(topic).serializer().serialize(topic.name(), value);
    var _ = producer.send(new ProducerRecord<>(topic.name(), key, bytes));
  }

  private static Order order(int number) {
    CanonicalJson input = new CanonicalJson("{}");
    return new Order(
        "tenant",
        MARKET,
        "order-" + number,
        "0x" + "0".repeat(40),
        BigInteger.ZERO,
        1,
        List.of(new OrderStep("main", "writing", new StepInput.Inline(input), null, null, null)));
  }

  /** What the other stages write while they do an order. */
  private void doWork(int number) {
    Order order = order(number);
    byte[] id = order.orderId().bytes();
    byte[] output = ("\"output " + number + "\"").getBytes(UTF_8);
    byte[] hash = Hash32.sha256(output).bytes();
    send(Topics.ORDER_REQUESTS, id, MarketMapping.record(order, System.currentTimeMillis()));
    send(Topics.PAYLOADS, hash, new PayloadsRecord(new PayloadStored(ByteBuffer.wrap(output))));
    Receipt receipt =
        new Receipt(
            Bytes32.wrap(id),
            Bytes32.wrap(order.orderId().child(0).bytes()),
            keys.houseAgent().address(),
            Address.ZERO,
            Address.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            Address.ZERO,
            Verdict.COMPLETED,
            Bytes32.ZERO,
            Bytes32.ZERO,
            Bytes32.ZERO,
            Bytes32.wrap(hash),
            Bytes32.ZERO,
            Bytes32.ZERO,
            System.currentTimeMillis(),
            0,
            1);
    ReceiptDomain domain = new ReceiptDomain(BigInteger.valueOf(31337), Address.ZERO);
    producer.flush();
    send(
        Topics.RECEIPTS,
        id,
        ReceiptsCodec.record(
            new SignedReceipt(receipt, keys.houseAgent().sign(ReceiptDigest.of(domain, receipt))),
            null));
    send(
        Topics.SETTLEMENTS,
        id,
        new SettlementsRecord(
            new OrderSettled(
                AvroValues.hash32(id),
                "tenant",
                AvroValues.address20(new byte[20]),
                AvroValues.address20(new byte[20]),
                Verdict.COMPLETED.code(),
                1,
                1,
                AvroValues.uint256(BigInteger.ZERO),
                List.of(),
                AvroValues.uint256(BigInteger.ZERO),
                AvroValues.uint256(BigInteger.ZERO),
                System.currentTimeMillis())));
  }

  private Set<String> outcomes() {
    Set<String> found = new HashSet<>();
    try (var consumer = kafka.follower()) {
      List<TopicPartition> partitions =
          java.util.stream.IntStream.range(0, LANES)
              .mapToObj(lane -> new TopicPartition(Topics.DELIVERY_OUTCOMES.name(), lane))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          var outcome =
              serdes
                  .of(Topics.DELIVERY_OUTCOMES)
                  .deserializer()
                  .deserialize(record.topic(), record.value())
                  .getBody();
          found.add(outcome.getSourceId() + " " + outcome.getStatus());
        }
      }
    }
    return found;
  }

  @Test
  void whatIsSettledIsDeliveredByWhoeverRuns() throws Exception {
    try (RunningMarket first = stage("one")) {
      for (int i = 0; i < ORDERS; i++) {
        doWork(i);
      }
      await().atMost(PATIENCE).until(() -> delivered.size() == ORDERS);
      await().atMost(PATIENCE).until(() -> outcomes().size() == ORDERS);
      assertThat(first.isReady()).isTrue();
    }
    try (RunningMarket second = stage("two")) {
      for (int i = ORDERS; i < 2 * ORDERS; i++) {
        doWork(i);
      }
      await().atMost(PATIENCE).until(() -> outcomes().size() == 2 * ORDERS);
      await().atMost(PATIENCE).until(() -> second.notes().isEmpty());
    }

    assertThat(failures).isEmpty();
    assertThat(delivered).hasSize(2 * ORDERS).containsEntry("order-7", "\"output 7\"");
    assertThat(outcomes()).allMatch(outcome -> outcome.endsWith(" DELIVERED"));
    assertThat(tries.values()).as("tries of each").allMatch(tried -> tried.get() <= 2);
  }
}
