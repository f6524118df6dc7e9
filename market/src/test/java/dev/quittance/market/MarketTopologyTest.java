package dev.quittance.market;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.market.avro.MarketMapping;
import dev.quittance.market.domain.EventKind;
import dev.quittance.market.domain.MarketEvent;
import dev.quittance.planning.Catalogue;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.StepInput;
import dev.quittance.planning.document.Tenant;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.metrics.StageObserver;
import dev.quittance.platform.streams.StreamsSettings;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.SigningKey;
import dev.quittance.receipts.log.Classification;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.DeliveriesRecord;
import dev.quittance.schemas.avro.OrderSettled;
import dev.quittance.schemas.avro.SettlementsRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarketTopologyTest {
  private static final String TENANT = "gigent-tenant";
  private static final String BUYER = "0x" + "0b".repeat(20);
  private static final String OWN = "0x" + "0c".repeat(20);
  private static final long NOW_MS = 1_764_000_000_000L;
  private static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();
  private static final SigningKey AGENT =
      SIGNATURES.key(Bytes32.wrap(Hash32.sha256(new byte[] {1}).bytes()));
  private static final ReceiptDomain DOMAIN =
      new ReceiptDomain(BigInteger.valueOf(31337), Address.ZERO);

  @TempDir private Path directory;
  private final FixedIdSerdes serdes = new FixedIdSerdes();
  private TopologyTestDriver driver;
  private TestOutputTopic<byte[], DeliveriesRecord> deliveries;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private long receiptOffset;

  @BeforeEach
  void start() {
    Properties settings =
        new StreamsSettings(KafkaAccess.at("127.0.0.1:1"), "test", directory, "one", 1, 100, 1)
            .of("market");
    // The driver loses what is sent before the first record of a transaction is processed.
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    settings.put(StageObserver.CONFIG, StageObserver.of(meters, "market"));
    Catalogue catalogue =
        new Catalogue(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), 0, 0)
            .foldPolicy(
                0, new Tenant(TENANT, "G", BUYER, "policy", List.of(), Tenant.Status.ACTIVE))
            .foldPolicy(
                1, new Tenant("own", "Own", OWN, "policy", List.of(), Tenant.Status.ACTIVE));
    ReceiptsCodec codec =
        new ReceiptsCodec(Map.of(FixedIdSerdes.SCHEMA_ID, Topics.RECEIPTS.schema()));
    driver =
        new TopologyTestDriver(
            MarketTopology.of(
                serdes,
                new MarketTopology.Knowledge(
                    List.of(Topics.RECEIPTS.name()),
                    codec,
                    DOMAIN,
                    Set.of(TENANT),
                    () -> catalogue)),
            settings);
    deliveries =
        driver.createOutputTopic(
            Topics.DELIVERIES.name(),
            new ByteArrayDeserializer(),
            serdes.of(Topics.DELIVERIES).deserializer());
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  private <V extends SpecificRecord> byte[] bytes(Topic<V> topic, V value) {
    return serdes.of(topic).serializer().serialize(topic.name(), value);
  }

  private void send(Topic<?> topic, byte[] key, byte[] value) {
    driver
        .createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(key, value, Instant.ofEpochMilli(NOW_MS));
  }

  private static Order order(String source, String sourceId) {
    CanonicalJson input = new CanonicalJson("{}");
    return new Order(
        TENANT,
        source,
        sourceId,
        "0x" + "0".repeat(40),
        BigInteger.ZERO,
        NOW_MS + 1,
        List.of(new OrderStep("main", "writing", new StepInput.Inline(input), null, null, null)));
  }

  private void request(Order order) {
    send(
        Topics.ORDER_REQUESTS,
        order.orderId().bytes(),
        bytes(Topics.ORDER_REQUESTS, MarketMapping.record(order, NOW_MS)));
  }

  private byte[] receipt(Order order, String buyer) {
    Receipt receipt =
        new Receipt(
            Bytes32.wrap(order.orderId().bytes()),
            Bytes32.wrap(order.orderId().child(0).bytes()),
            AGENT.address(),
            Address.fromHex(buyer),
            Address.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            Address.ZERO,
            Verdict.COMPLETED,
            Bytes32.ZERO,
            Bytes32.ZERO,
            Bytes32.ZERO,
            Bytes32.wrap(Hash32.sha256(new byte[] {7}).bytes()),
            Bytes32.ZERO,
            Bytes32.ZERO,
            NOW_MS,
            0,
            1);
    byte[] value =
        bytes(
            Topics.RECEIPTS,
            ReceiptsCodec.record(
                new SignedReceipt(
                    receipt, SIGNATURES.sign(ReceiptDigest.of(DOMAIN, receipt), AGENT)),
                null));
    send(Topics.RECEIPTS, order.orderId().bytes(), value);
    LogRecord logged =
        LogRecord.of(
            receiptOffset++,
            NOW_MS,
            Bytes.wrap(value),
            new ReceiptsCodec(Map.of(FixedIdSerdes.SCHEMA_ID, Topics.RECEIPTS.schema()))
                .decode(value));
    return new Classification.Accepted(
            new SignedReceipt(receipt, SIGNATURES.sign(ReceiptDigest.of(DOMAIN, receipt), AGENT)),
            ReceiptDigest.of(DOMAIN, receipt))
        .entry(0, logged)
        .leafHash()
        .toByteArray();
  }

  private void settle(Order order, String buyer) {
    OrderSettled settled =
        new OrderSettled(
            AvroValues.hash32(order.orderId().bytes()),
            TENANT,
            AvroValues.address20(buyer),
            AvroValues.address20(new byte[20]),
            Verdict.COMPLETED.code(),
            1,
            1,
            AvroValues.uint256(BigInteger.ZERO),
            List.of(),
            AvroValues.uint256(BigInteger.ZERO),
            AvroValues.uint256(BigInteger.ZERO),
            NOW_MS);
    send(
        Topics.SETTLEMENTS,
        order.orderId().bytes(),
        bytes(Topics.SETTLEMENTS, new SettlementsRecord(settled)));
  }

  private void say(Order order, EventKind kind) {
    MarketEvent event =
        new MarketEvent(order.orderId(), order.source(), order.sourceId(), kind, "{}", NOW_MS);
    send(
        Topics.MARKET_EVENTS,
        order.orderId().bytes(),
        bytes(Topics.MARKET_EVENTS, MarketMapping.record(event)));
  }

  private List<DeliveryJob> jobs() {
    return deliveries.readValuesToList().stream()
        .flatMap(record -> MarketMapping.job(record).stream())
        .toList();
  }

  @Test
  void aSettledOrderIsHandedOutWithTheLeafThatTheLogMakesOfItsReceipt() {
    Order order = order("gigent", "uuid-1");

    request(order);
    byte[] leaf = receipt(order, BUYER);
    settle(order, BUYER);
    settle(order, BUYER);
    request(order);

    assertThat(jobs())
        .singleElement()
        .satisfies(job -> {
          assertThat(job.orderId()).isEqualTo(order.orderId());
          assertThat(job.market()).isEqualTo("gigent");
          assertThat(job.sourceId()).isEqualTo("uuid-1");
          assertThat(job.verdict()).isEqualTo(Verdict.COMPLETED);
          assertThat(job.leafHash().toByteArray()).isEqualTo(leaf);
          assertThat(job.outputHash().toByteArray())
              .isEqualTo(Hash32.sha256(new byte[] {7}).bytes());
          assertThat(job.isReleased()).isFalse();
        });
  }

  @Test
  void whatIsReadBeforeTheRequestIsKept() {
    Order order = order("gigent", "uuid-1");

    settle(order, BUYER);
    receipt(order, BUYER);
    assertThat(jobs()).isEmpty();
    request(order);

    assertThat(jobs()).hasSize(1);
  }

  @Test
  void aBuyerThatTheCatalogueDoesNotShowYetMayBeAMarketplaces() {
    Order order = order("gigent", "uuid-1");
    String unknown = "0x" + "0d".repeat(20);

    receipt(order, unknown);
    settle(order, unknown);
    request(order);

    assertThat(jobs()).hasSize(1);
  }

  @Test
  void ordersOfOurOwnLeaveNothingInTheStore() {
    Order order = order("http", "key-1");

    request(order);
    receipt(order, OWN);
    settle(order, OWN);

    assertThat(jobs()).isEmpty();
    try (var all = driver.getKeyValueStore(MarketTopology.ORDERS).all()) {
      assertThat(all.hasNext()).isFalse();
    }
  }

  @Test
  void anOperatorsReleaseHandsItOutAgain() {
    Order order = order("gigent", "uuid-1");

    request(order);
    receipt(order, BUYER);
    settle(order, BUYER);
    say(order, EventKind.RELEASED);
    say(order, EventKind.RELEASED);

    assertThat(jobs()).extracting(DeliveryJob::isReleased).containsExactly(false, true);
  }

  @Test
  void countsEachOrderThatIsTakenInAndEachThatIsTakenBackOnce() {
    Order kept = order("gigent", "uuid-1");
    Order gone = order("gigent", "uuid-2");
    for (Order order : List.of(kept, gone, kept, gone, order("http", "key-1"))) {
      request(order);
    }
    say(gone, EventKind.CANCELLED);
    say(gone, EventKind.CANCELLED);
    say(kept, EventKind.DISPUTED);

    assertThat(count("taken-in")).isEqualTo(2);
    assertThat(count("withdrawn")).isEqualTo(1);
  }

  private double count(String outcome) {
    return meters
        .get("quittance.market.orders")
        .tags("market", "gigent", "outcome", outcome)
        .counter()
        .count();
  }

  @Test
  void goesOnAfterRecordsThatNobodyCanRead() {
    byte[] junk = {1, 2, 3};
    for (Topic<?> topic :
        List.of(Topics.ORDER_REQUESTS, Topics.RECEIPTS, Topics.SETTLEMENTS, Topics.MARKET_EVENTS)) {
      send(topic, new byte[32], junk);
    }
    receiptOffset++;
    Order order = order("gigent", "uuid-1");
    request(order);
    receipt(order, BUYER);
    settle(order, BUYER);

    assertThat(jobs()).hasSize(1);
  }
}
