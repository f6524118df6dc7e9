package dev.quittance.market.agentl2;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.embedded.EmbeddedChain;
import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.market.MarketStage;
import dev.quittance.market.RunningMarket;
import dev.quittance.market.agentl2.standin.AgentL2Devnet;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.platform.blob.BlobStore;
import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.platform.catalogue.CatalogueFollower;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.Signer;
import dev.quittance.platform.stage.ChainEndpoint;
import dev.quittance.platform.stage.ExecutorSettings;
import dev.quittance.platform.stage.Line;
import dev.quittance.platform.stage.MarketDefinition;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.streams.StreamsSettings;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.PeriodSchedule;
import dev.quittance.receipts.log.PeriodSchedule.CatchUp;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.DeliveriesRecord;
import dev.quittance.schemas.avro.DeliveryOutcome;
import dev.quittance.schemas.avro.DeliveryReady;
import dev.quittance.schemas.avro.MarketEvent;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A broker and a market stage for the devnet's marketplace; tests stand in for the other stages.
 */
final class AgentL2Line implements AutoCloseable {
  static final String MARKET = "agentl2";
  static final String TENANT = "agentl2";
  private static final int LANES = 2;
  private static final Duration POLL = Duration.ofMillis(100);
  private static final String ORIGIN = "log.example/agentl2";

  final List<Throwable> failures = new CopyOnWriteArrayList<>();
  final AgentL2Devnet devnet;
  final BlobStore blobs;
  private final Path directory;
  private final Keyring keys =
      Keyring.of("test test test test test test test test test test test junk");
  private final FixedIdSerdes serdes = new FixedIdSerdes();
  private final EmbeddedKafka broker;
  private final KafkaAccess kafka;
  private final CatalogueFollower catalogue;

  AgentL2Line(Path directory) throws Exception {
    this.directory = directory;
    this.devnet = new AgentL2Devnet(directory.resolve("chain"));
    this.broker =
        EmbeddedKafka.start(directory.resolve("kafka"), EmbeddedKafka.Options.singleNode());
    this.kafka = KafkaAccess.at(broker.bootstrapServers());
    this.blobs = new DirectoryBlobStore(directory.resolve("blobs"));
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
    this.catalogue = CatalogueFollower.open(kafka, serdes);
    devnet.fund(seller().address());
    devnet.fund(newcomer().address());
  }

  /** Our agent; another account than the devnet's buyers. */
  Signer seller() {
    return keys.agent(40);
  }

  /** Another agent of ours, which registers itself. */
  Signer newcomer() {
    return keys.agent(41);
  }

  /** Starts the stage of one process; {@code more} goes into its settings. */
  RunningMarket start(String instance, Map<String, Integer> more) {
    return start(instance, section -> more.forEach(section::put));
  }

  /** Starts the stage of one process, its settings changed. */
  RunningMarket start(String instance, java.util.function.Consumer<ObjectNode> change) {
    ObjectNode section =
        JsonNodeFactory.instance
            .objectNode()
            .put("rpc", devnet.chain.rpcUrl())
            .put("chainId", EmbeddedChain.CHAIN_ID)
            .put("registry", devnet.registry.getContractAddress())
            .put("marketplace", devnet.marketplace.getContractAddress())
            .put("pollMs", 200)
            .put("deadlineMarginMs", 3_000)
            .put("allowPrivateAddresses", true);
    section.putArray("sellers").add(seller().address().toString());
    change.accept(section);
    MarketDefinition definition =
        new MarketDefinition(MARKET, "agentl2", TENANT, section, Map.of("", "test"));
    return new MarketStage(Map.of(MARKET, definition), Settings.Gateway.DEFAULT.limits())
        .start(context(instance));
  }

  private StageContext context(String instance) {
    Address anchor = Address.fromHex("0x" + "0c".repeat(20));
    LogRules rules =
        new LogRules(
            ORIGIN,
            0,
            new ReceiptDomain(BigInteger.valueOf(EmbeddedChain.CHAIN_ID), anchor),
            Topics.RECEIPTS.name(),
            LANES,
            List.of(),
            keys.operator().address(),
            new PeriodSchedule(0, 10, CatchUp.EACH));
    return new StageContext(
        Line.first(rules, new UUID(1, 2)),
        new ChainEndpoint(
            List.of(devnet.chain.rpcUrl()), 64, EmbeddedChain.CHAIN_ID, anchor, anchor),
        new StreamsSettings(
            kafka, "it", directory.resolve("state-" + instance), instance, 1, 50, 1),
        kafka,
        serdes,
        blobs,
        catalogue,
        keys,
        ExecutorSettings.none(),
        failures::add);
  }

  /** Hands a result out, as the stage's topology does when an order has ended. */
  void handOut(Bytes32 order, byte[] output) {
    handOut(order, output, System.currentTimeMillis());
  }

  /** Hands the result of an order out that ended then. */
  void handOut(Bytes32 order, byte[] output, long completedAtMs) {
    Hash32 id = Order.orderId(TENANT, MARKET, order.toString());
    DeliveryReady ready =
        new DeliveryReady(
            AvroValues.hash32(id.bytes()),
            MARKET,
            order.toString(),
            TENANT,
            Verdict.COMPLETED.code(),
            AvroValues.hash32(blobs.put(output)),
            AvroValues.hash32(id.bytes()),
            AvroValues.hash32(id.bytes()),
            AvroValues.address20(seller().address().toByteArray()),
            completedAtMs,
            "",
            false);
    send(Topics.DELIVERIES, id.bytes(), new DeliveriesRecord(ready));
  }

  private void send(Topic<?> topic, byte[] key, SpecificRecord record) {
    try (Producer<byte[], byte[]> producer = kafka.producer()) {
      byte[] value = WireFormat.encode(FixedIdSerdes.SCHEMA_ID, record);
      var _ = producer.send(new ProducerRecord<>(topic.name(), key, value));
    }
  }

  /** Writes into a topic what is never committed; the brokers abort it after a while. */
  Producer<byte[], byte[]> openTransactionIn(Topic<?> topic) throws Exception {
    Producer<byte[], byte[]> producer = kafka.transactionalProducer("killed");
    producer.beginTransaction();
    producer.send(new ProducerRecord<>(topic.name(), 0, new byte[] {1}, new byte[] {1})).get();
    return producer;
  }

  /** A committed record and when it was appended. */
  record Read<V>(V value, long appendedMs) {}

  /** All committed records of a topic. */
  <V extends SpecificRecord> List<Read<V>> read(Topic<V> topic) {
    List<Read<V>> all = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = kafka.follower();
        Deserializer<V> values = serdes.of(topic).deserializer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(info -> new TopicPartition(topic.name(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.value() != null) {
            all.add(
                new Read<>(values.deserialize(topic.name(), record.value()), record.timestamp()));
          }
        }
      }
    }
    return all;
  }

  /** The orders that were handed in, by their ids on the chain, as often as they were. */
  List<Read<String>> handedIn() {
    return read(Topics.ORDER_REQUESTS).stream()
        .map(read ->
            new Read<>(
                java.util.Objects.requireNonNull(read.value().getBody()).getSourceId(),
                read.appendedMs()))
        .toList();
  }

  /** The kinds of events of an order, in order. */
  List<String> events(Bytes32 order) {
    return read(Topics.MARKET_EVENTS).stream()
        .map(read -> java.util.Objects.requireNonNull(read.value().getBody()))
        .filter(event -> event.getSourceId().equals(order.toString()))
        .map(MarketEvent::getKind)
        .toList();
  }

  List<DeliveryOutcome> outcomes() {
    return read(Topics.DELIVERY_OUTCOMES).stream()
        .map(read -> java.util.Objects.requireNonNull(read.value().getBody()))
        .toList();
  }

  @Override
  public void close() {
    catalogue.close();
    broker.close();
    devnet.close();
  }
}
