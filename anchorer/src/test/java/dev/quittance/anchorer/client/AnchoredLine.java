package dev.quittance.anchorer.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.anchorer.TestSerdes;
import dev.quittance.anchorer.avro.AnchorRecords;
import dev.quittance.contracts.ContractDeployer;
import dev.quittance.contracts.Deployment;
import dev.quittance.contracts.DeploymentResult;
import dev.quittance.contracts.DeploymentSpec;
import dev.quittance.contracts.abi.ReceiptAnchor;
import dev.quittance.embedded.EmbeddedChain;
import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.platform.catalogue.CatalogueFollower;
import dev.quittance.platform.chain.BlockProducer;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.Signer;
import dev.quittance.platform.stage.ChainEndpoint;
import dev.quittance.platform.stage.ExecutorSettings;
import dev.quittance.platform.stage.Line;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.streams.StreamsSettings;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.log.AcceptedSchema;
import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.LogReplay;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.PeriodClose;
import dev.quittance.receipts.log.PeriodSchedule;
import dev.quittance.receipts.log.PeriodSchedule.CatchUp;
import dev.quittance.receipts.log.ReplayedPeriod;
import dev.quittance.receipts.log.Retention;
import dev.quittance.receipts.log.SignedPeriodClose;
import dev.quittance.schemas.AcceptedSchemas;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.AnchorStatusRecord;
import dev.quittance.schemas.avro.AnchorsRecord;
import dev.quittance.schemas.avro.ReceiptsRecord;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.TypeEncoder;
import org.web3j.abi.datatypes.generated.Uint64;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.response.EthLog;
import org.web3j.protocol.core.methods.response.VoidResponse;
import org.web3j.protocol.http.HttpService;

/** A line with a small log in its topics, on a real broker and a real devnet. */
final class AnchoredLine implements AutoCloseable {

  /** Eight blocks are not final, so that a reorg may take its time while others are mined. */
  private static final EmbeddedChain.Blocks BLOCKS =
      new EmbeddedChain.Blocks(Duration.ofMillis(300), 4);

  private static final int LANES = 2;
  private static final int CADENCE_S = 10;
  private static final String ORIGIN = "log.example/anchored";

  /** Of the blocks that are not final yet. */
  static final int DEEPEST_REORG = 5;

  /** The first account of anvil's public test mnemonic. */
  private static final Credentials RICH =
      Credentials.create("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

  private final Path directory;
  private final Keyring keys =
      Keyring.of("test test test test test test test test test test test junk");
  private final TestSerdes serdes = new TestSerdes();
  private final EmbeddedKafka broker;
  private final EmbeddedChain chain;
  private final BlockProducer blocks;
  private final KafkaAccess kafka;
  private final Deployment contracts;
  private final LogRules rules;
  private final LogIdentity log;
  private final CatalogueFollower catalogue;
  final List<Throwable> failures = new CopyOnWriteArrayList<>();

  AnchoredLine(Path directory) throws Exception {
    this.directory = directory;
    this.chain = EmbeddedChain.start(directory.resolve("chain"), BLOCKS);
    this.blocks = new BlockProducer(new HttpService(chain.rpcUrl()), BLOCKS.time());
    this.broker =
        EmbeddedKafka.start(directory.resolve("kafka"), EmbeddedKafka.Options.singleNode());
    this.kafka = KafkaAccess.at(broker.bootstrapServers());
    createTopics(Topics.all());
    this.contracts = deploy();
    this.rules = rules();
    this.log = rules.identity(new UUID(1, 2));
    this.catalogue = CatalogueFollower.open(kafka, serdes);
  }

  private void createTopics(List<? extends Topic<?>> topics)
      throws ExecutionException, InterruptedException {
    try (Admin admin = kafka.admin()) {
      admin
          .createTopics(
              topics.stream()
                  .map(topic ->
                      new NewTopic(topic.name(), topic.partitions(LANES), (short) 1)
                          .configs(topic.settings()))
                  .toList())
          .all()
          .get();
    }
  }

  private Deployment deploy() throws IOException {
    Address operator = keys.operator().address();
    DeploymentSpec spec =
        new DeploymentSpec(
            LogIdentity.logId(ORIGIN).toString(),
            operator.toString(),
            Duration.ofSeconds(1),
            false);
    tell("anvil_setBalance", List.of(operator.toString(), "0x3635c9adc5dea00000"));
    Web3j web3j = Web3j.build(new HttpService(chain.rpcUrl()));
    return switch (ContractDeployer.from(web3j, RICH, EmbeddedChain.CHAIN_ID).deploy(spec)) {
      case DeploymentResult.Deployed(Deployment deployment) -> deployment;
      case DeploymentResult.Failed failed -> throw new AssertionError(failed);
    };
  }

  private LogRules rules() {
    return new LogRules(
        ORIGIN,
        0,
        new ReceiptDomain(BigInteger.valueOf(EmbeddedChain.CHAIN_ID), anchorAddress()),
        Topics.RECEIPTS.name(),
        LANES,
        List.of(
            new AcceptedSchema(
                TestSerdes.SCHEMA_ID, AcceptedSchemas.fingerprint(Topics.RECEIPTS.schema()))),
        keys.operator().address(),
        new PeriodSchedule(
            Instant.now().minusSeconds(10_000).getEpochSecond(), CADENCE_S, CatchUp.EACH));
  }

  Address anchorAddress() {
    return Address.fromHex(contracts.anchor());
  }

  String rpcUrl() {
    return chain.rpcUrl();
  }

  /** Replaces the newest blocks by empty ones and forgets their transactions. */
  void reorg(int depth) {
    blocks.reorganise(depth);
  }

  /** Forgets the transactions that wait for a block. */
  void dropPooledTransactions() throws IOException {
    tell("anvil_dropAllTransactions", List.of());
  }

  private void tell(String method, List<?> parameters) throws IOException {
    HttpService http = new HttpService(chain.rpcUrl());
    VoidResponse answer = new Request<>(method, parameters, http, VoidResponse.class).send();
    assertThat(answer.hasError()).as(method).isFalse();
  }

  /** The records of a period in the events of the anchor contract. */
  List<Bytes> anchoredRecords(long seq) throws IOException {
    EthFilter filter =
        new EthFilter(
            DefaultBlockParameterName.EARLIEST,
            DefaultBlockParameterName.LATEST,
            contracts.anchor());
    filter
        .addSingleTopic(EventEncoder.encode(ReceiptAnchor.ANCHORED_EVENT))
        .addSingleTopic("0x" + TypeEncoder.encode(new Uint64(seq)));
    Web3j web3j = Web3j.build(new HttpService(chain.rpcUrl()));
    return web3j.ethGetLogs(filter).send().getLogs().stream()
        .map(log -> ReceiptAnchor.getAnchoredEventFromLog((EthLog.LogObject) log.get()))
        .map(event -> Bytes.wrap(event.record))
        .toList();
  }

  Address operator() {
    return keys.operator().address();
  }

  StageContext context() {
    return new StageContext(
        Line.first(rules, new UUID(1, 2)),
        new ChainEndpoint(
            List.of(chain.rpcUrl()),
            64,
            EmbeddedChain.CHAIN_ID,
            anchorAddress(),
            Address.fromHex(contracts.vault())),
        new StreamsSettings(kafka, "it", directory.resolve("state"), "one", 1, 50, 1),
        kafka,
        serdes,
        new DirectoryBlobStore(directory.resolve("blobs")),
        catalogue,
        keys,
        ExecutorSettings.none(),
        failures::add);
  }

  /** Appends periods to {@code receipts}, each with a few receipts in every lane. */
  void sendPeriods(int count) {
    Signer agent = keys.agent(1);
    try (Producer<byte[], byte[]> producer = kafka.producer()) {
      for (int seq = 0; seq < count; seq++) {
        for (int lane = 0; lane < LANES; lane++) {
          for (int i = 1; i <= 3; i++) {
            Receipt receipt = receipt(agent.address(), lane, 3L * seq + i);
            send(
                producer,
                lane,
                ReceiptsCodec.record(
                    new SignedReceipt(
                        receipt, agent.sign(ReceiptDigest.of(rules.domain(), receipt))),
                    null));
          }
          send(producer, lane, ReceiptsCodec.record(close(seq, lane)));
        }
      }
      producer.flush();
    }
  }

  private static void send(Producer<byte[], byte[]> producer, int lane, ReceiptsRecord record) {
    byte[] value = WireFormat.encode(TestSerdes.SCHEMA_ID, record);
    var _ = producer.send(new ProducerRecord<>(Topics.RECEIPTS.name(), lane, null, value));
  }

  private SignedPeriodClose close(long seq, int lane) {
    long start = rules.schedule().firstStart() + seq * CADENCE_S;
    PeriodClose close = new PeriodClose(log.logId(), seq, start, start + CADENCE_S, lane, LANES);
    return new SignedPeriodClose(close, keys.operator().sign(close.digest()));
  }

  private static Receipt receipt(Address agent, int lane, long seq) {
    Bytes32 id = Sha256.hash(ByteBuffer.allocate(12).putInt(lane).putLong(seq).array());
    return new Receipt(
        id,
        id,
        agent,
        Address.fromHex("0x" + "0b".repeat(20)),
        Address.fromHex("0x" + "0c".repeat(20)),
        BigInteger.valueOf(1000 + seq),
        BigInteger.valueOf(seq % 7),
        Address.fromHex("0x" + "0d".repeat(20)),
        Verdict.COMPLETED,
        id,
        id,
        id,
        id,
        Bytes32.ZERO,
        Bytes32.ZERO,
        1,
        lane,
        seq);
  }

  /** What the trust core makes of the topic. */
  List<AssembledPeriod> replay() {
    ReceiptsCodec codec = AcceptedSchemas.codec(rules);
    LogReplay replay = new LogReplay(log, Secp256k1Signatures.preferred(), Retention.nothing());
    List<AssembledPeriod> periods = new ArrayList<>();
    read(Topics.RECEIPTS, LANES)
        .forEach(entry ->
            replay
                .feed(
                    entry.partition(),
                    LogRecord.of(
                        entry.offset(),
                        entry.timestamp(),
                        Bytes.wrap(entry.value()),
                        codec.decode(entry.value())))
                .completed()
                .stream()
                .map(ReplayedPeriod::assembled)
                .forEach(periods::add));
    return periods;
  }

  void sendAnchor(AnchorsRecord record) {
    try (Producer<byte[], byte[]> producer = kafka.producer()) {
      byte[] value = WireFormat.encode(TestSerdes.SCHEMA_ID, record);
      var _ = producer.send(new ProducerRecord<>(Topics.ANCHORS.name(), 0, null, value));
    }
  }

  void sendAnchor(AssembledPeriod period) {
    sendAnchor(AnchorRecords.of(period, "checkpoint"));
  }

  /** The committed records of {@code anchor-status}. */
  List<AnchorStatusRecord> statuses() {
    return read(Topics.ANCHOR_STATUS, 1).stream()
        .map(entry -> serdes.of(Topics.ANCHOR_STATUS).deserializer().deserialize("", entry.value()))
        .toList();
  }

  /** Empties {@code anchor-status}. */
  void loseStatuses() throws ExecutionException, InterruptedException {
    TopicPartition only = new TopicPartition(Topics.ANCHOR_STATUS.name(), 0);
    try (Admin admin = kafka.admin()) {
      var all = RecordsToDelete.beforeOffset(-1);
      admin.deleteRecords(Map.of(only, all)).all().get();
    }
  }

  private <V extends SpecificRecord> List<ConsumerRecord<byte[], byte[]>> read(
      Topic<V> topic, int partitions) {
    List<TopicPartition> all =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(topic.name(), partition))
            .toList();
    List<ConsumerRecord<byte[], byte[]>> entries = new ArrayList<>();
    try (var consumer = kafka.follower()) {
      consumer.assign(all);
      consumer.seekToBeginning(all);
      var ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(tp -> consumer.position(tp) < ends.getOrDefault(tp, 0L))) {
        consumer.poll(Duration.ofMillis(100)).forEach(entries::add);
      }
    }
    return entries;
  }

  @Override
  public void close() {
    catalogue.close();
    broker.close();
    blocks.close();
    chain.close();
  }
}
