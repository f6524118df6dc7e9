package dev.quittance.auditor;

import dev.quittance.auditor.prove.Prove;
import dev.quittance.auditor.source.KafkaLogSource;
import dev.quittance.auditor.source.LineSource;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.contracts.ContractDeployer;
import dev.quittance.contracts.Deployment;
import dev.quittance.contracts.DeploymentResult;
import dev.quittance.contracts.DeploymentSpec;
import dev.quittance.contracts.abi.PayoutVault;
import dev.quittance.contracts.abi.ReceiptAnchor;
import dev.quittance.contracts.abi.TestUSD;
import dev.quittance.embedded.EmbeddedChain;
import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Hex;
import dev.quittance.receipts.crypto.SigningKey;
import dev.quittance.receipts.log.AcceptedSchema;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.receipts.log.Checkpoint;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.LogReplay;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.receipts.log.PeriodClose;
import dev.quittance.receipts.log.PeriodSchedule;
import dev.quittance.receipts.log.Retention;
import dev.quittance.receipts.log.SettlementRow;
import dev.quittance.receipts.log.VerifierKey;
import dev.quittance.schemas.AcceptedSchemas;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.PublishedEpoch;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.AnchorMade;
import dev.quittance.schemas.avro.AnchorsRecord;
import dev.quittance.schemas.avro.HeadClosed;
import dev.quittance.schemas.avro.LogHeadsRecord;
import dev.quittance.schemas.avro.RowSettled;
import dev.quittance.schemas.avro.RowsEnded;
import dev.quittance.schemas.avro.SettlementRowsRecord;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.RawTransactionManager;
import org.web3j.tx.TransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;
import org.web3j.tx.response.PollingTransactionReceiptProcessor;

/** A small log on a real broker and a real chain, written as the stages would write it. */
final class LiveLog {

  static final int LANES = 2;
  private static final int CADENCE_S = 10;
  private static final String ORIGIN = "audit.example/receipts";

  /** The first account of the devnet's well-known mnemonic. */
  private static final String OPERATOR_KEY =
      "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

  /** The second one. */
  private static final String OTHER_KEY =
      "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";

  private final Map<String, String> settings;
  private final Web3j web3j;
  private final Credentials credentials = Credentials.create(OPERATOR_KEY);
  private final SigningKey operator =
      RandomLogs.SIGNATURES.key(Bytes32.wrap(Hex.parse(OPERATOR_KEY)));
  private final RandomLogs random = new RandomLogs(5, LANES);

  /** So long ago that ten periods can be closed at once. */
  private final long start = Instant.now().minusSeconds(10 * CADENCE_S).getEpochSecond();

  private final SigningKey agent = RandomLogs.SIGNATURES.key(random.bytes32());
  private final Bytes32 noteSeed = random.bytes32();
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<Integer, Long> lastSeq = new HashMap<>();
  private final List<Bytes32> orderIds = new ArrayList<>();
  private final LogEpoch epoch;
  private final LogIdentity identity;
  private final Deployment contracts;

  LiveLog(EmbeddedKafka kafka, EmbeddedChain chain) throws Exception {
    this.settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
    this.web3j = Web3j.build(new HttpService(chain.rpcUrl()));
    this.producer =
        new KafkaProducer<>(
            new HashMap<>(settings), new ByteArraySerializer(), new ByteArraySerializer());
    this.contracts = deploy();
    Uuid id = createTopics();
    UUID topicId = new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    this.epoch = LogEpoch.first(rules(), topicId);
    this.identity = epoch.identity();
    send(
        Topics.LOG_RULES,
        PublishedEpoch.first(epoch.rules(), epoch.topicId(), verifierKey()).record());
  }

  private Deployment deploy() {
    DeploymentSpec spec =
        new DeploymentSpec(
            LogIdentity.logId(ORIGIN).toString(),
            operator.address().toString(),
            Duration.ZERO,
            true);
    return switch (ContractDeployer.from(web3j, credentials, EmbeddedChain.CHAIN_ID).deploy(spec)) {
      case DeploymentResult.Deployed(var deployment) -> deployment;
      case DeploymentResult.Failed(String name, String reason) ->
          throw new IllegalStateException(name + ": " + reason);
    };
  }

  /** The contract that pays by this log. */
  Address vault() {
    return Address.fromHex(contracts.vault());
  }

  /** The operator pays test dollars into the vault and gives some of them back. */
  AccountAsset payIn(long dollars, Map<Address, Long> refunds) throws Exception {
    String token = contracts.testUsd().orElseThrow();
    TestUSD usd = TestUSD.load(token, web3j, transactions(credentials), new DefaultGasProvider());
    usd.mint(credentials.getAddress(), BigInteger.valueOf(dollars)).send();
    usd.transfer(contracts.vault(), BigInteger.valueOf(dollars)).send();
    PayoutVault vault =
        PayoutVault.load(
            contracts.vault(), web3j, transactions(credentials), new DefaultGasProvider());
    for (Map.Entry<Address, Long> refund : refunds.entrySet()) {
      byte[] reference = random.bytes32().toByteArray();
      vault
          .refund(
              token, refund.getKey().toString(), BigInteger.valueOf(refund.getValue()), reference)
          .send();
    }
    return new AccountAsset(operator.address(), Address.fromHex(token));
  }

  /** The contract that decides disputes about receipts of this log. */
  Address receiptVerifier() {
    return Address.fromHex(contracts.verifier().orElseThrow());
  }

  private Uuid createTopics() throws Exception {
    try (Admin admin = Admin.create(new HashMap<>(settings))) {
      List<Topic<?>> topics =
          List.of(
              Topics.LOG_RULES,
              Topics.RECEIPTS,
              Topics.LOG_HEADS,
              Topics.SETTLEMENT_ROWS,
              Topics.ANCHORS);
      var created =
          admin.createTopics(
              topics.stream()
                  .map(topic ->
                      new NewTopic(topic.name(), topic.partitions(LANES), (short) 1)
                          .configs(topic.settings()))
                  .toList());
      created.all().get();
      return created.topicId(Topics.RECEIPTS.name()).get();
    }
  }

  private LogRules rules() {
    Bytes32 fingerprint = AcceptedSchemas.fingerprint(Topics.RECEIPTS.schema());
    return new LogRules(
        ORIGIN,
        0,
        new ReceiptDomain(
            BigInteger.valueOf(EmbeddedChain.CHAIN_ID), Address.fromHex(contracts.anchor())),
        Topics.RECEIPTS.name(),
        LANES,
        List.of(new AcceptedSchema(RandomLogs.SCHEMA_ID, fingerprint)),
        operator.address(),
        new PeriodSchedule(start, CADENCE_S, PeriodSchedule.CatchUp.EACH));
  }

  VerifierKey verifierKey() {
    return VerifierKey.ofSeed(ORIGIN, noteSeed);
  }

  LogIdentity identity() {
    return identity;
  }

  Map<String, String> settings() {
    return settings;
  }

  List<Bytes32> orderIds() {
    return orderIds;
  }

  /** Sends a receipt of an order by Kafka's own choice of the partition. */
  void receipt(Bytes32 orderId) throws Exception {
    int lane = Prove.partitionOf(orderId, LANES);
    Receipt receipt = random.receipt(agent, orderId, lane, lastSeq.merge(lane, 1L, Long::sum));
    byte[] value =
        WireFormat.encode(
            RandomLogs.SCHEMA_ID,
            ReceiptsCodec.record(RandomLogs.sign(identity.domain(), receipt, agent), null));
    orderIds.add(orderId);
    var stored =
        producer
            .send(new ProducerRecord<>(Topics.RECEIPTS.name(), orderId.toByteArray(), value))
            .get();
    if (stored.partition() != lane) {
      throw new IllegalStateException("Kafka chose " + stored.partition() + ", not " + lane);
    }
  }

  void receipts(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      receipt(random.bytes32());
    }
  }

  void close(long seq) throws Exception {
    long from = start + CADENCE_S * seq;
    for (int partition = 0; partition < LANES; partition++) {
      PeriodClose close =
          new PeriodClose(identity.logId(), seq, from, from + CADENCE_S, partition, LANES);
      byte[] value =
          WireFormat.encode(
              RandomLogs.SCHEMA_ID,
              ReceiptsCodec.record(close.sign(RandomLogs.SIGNATURES, operator)));
      producer.send(new ProducerRecord<>(Topics.RECEIPTS.name(), partition, null, value)).get();
    }
  }

  /** Publishes and anchors every closed period. */
  void publish() throws Exception {
    for (AssembledPeriod period : replay()) {
      for (PartitionHead head : period.heads()) {
        send(
            Topics.LOG_HEADS,
            new LogHeadsRecord(
                new HeadClosed(
                    period.record().seq(),
                    head.partition(),
                    period.record().periodStart(),
                    period.record().periodEnd(),
                    head.maxAppendTime(),
                    ByteBuffer.wrap(head.encode().toByteArray()))));
      }
      for (SettlementRow row : period.rows()) {
        send(Topics.SETTLEMENT_ROWS, new SettlementRowsRecord(settled(row)));
      }
      for (int partition = 0; partition < LANES; partition++) {
        int postings = partition;
        long rows = period.rows().stream().filter(row -> partitionOf(row) == postings).count();
        send(
            Topics.SETTLEMENT_ROWS,
            new SettlementRowsRecord(new RowsEnded(period.record().seq(), postings, rows)));
      }
      String note =
          new Checkpoint(ORIGIN, period.anchors().size(), period.anchors().root()).sign(noteSeed);
      send(
          Topics.ANCHORS,
          new AnchorsRecord(
              new AnchorMade(
                  period.record().seq(),
                  ByteBuffer.wrap(period.record().encode().toByteArray()),
                  AvroValues.hash32(period.anchorHash().toByteArray()),
                  note)));
      anchor(period);
    }
  }

  private List<AssembledPeriod> replay() throws LogUnavailableException {
    LogReplay replay = new LogReplay(identity, RandomLogs.SIGNATURES, Retention.nothing());
    List<AssembledPeriod> periods = new ArrayList<>();
    var receipts = new KafkaLogSource(settings).receipts(epoch);
    for (int partition = 0; partition < LANES; partition++) {
      int lane = partition;
      receipts.read(
          lane,
          record ->
              replay
                  .feed(lane, record)
                  .completed()
                  .forEach(period -> periods.add(period.assembled())));
    }
    return periods;
  }

  private static int partitionOf(SettlementRow row) {
    byte[] key =
        ByteBuffer.allocate(2 * Address.SIZE)
            .put(row.key().account().toByteArray())
            .put(row.key().asset().toByteArray())
            .array();
    return LineSource.partitionOf(Bytes.wrap(key), LANES);
  }

  private static RowSettled settled(SettlementRow row) {
    return new RowSettled(
        row.seq(),
        AvroValues.address20(row.key().account().toByteArray()),
        AvroValues.address20(row.key().asset().toByteArray()),
        AvroValues.uint256(row.period().debit()),
        AvroValues.uint256(row.period().credit()),
        AvroValues.uint256(row.cumulative().debit()),
        AvroValues.uint256(row.cumulative().credit()));
  }

  private void anchor(AssembledPeriod period) throws Exception {
    anchorBy(credentials).anchor(period.record().encode().toByteArray()).send();
  }

  /**
   * Hands the contract over to somebody of whom the log says nothing, and takes it back.
   *
   * @return the transactions' receipts, there and back
   */
  List<TransactionReceipt> handOverThereAndBack() throws Exception {
    Credentials other = Credentials.create(OTHER_KEY);
    return List.of(handOver(credentials, other), handOver(other, credentials));
  }

  private TransactionReceipt handOver(Credentials from, Credentials to) throws Exception {
    anchorBy(from).offerOperator(to.getAddress()).send();
    return anchorBy(to).acceptOperator().send();
  }

  private ReceiptAnchor anchorBy(Credentials sender) {
    return ReceiptAnchor.load(
        contracts.anchor(), web3j, transactions(sender), new DefaultGasProvider());
  }

  private TransactionManager transactions(Credentials sender) {
    return new RawTransactionManager(
        web3j,
        sender,
        EmbeddedChain.CHAIN_ID,
        new PollingTransactionReceiptProcessor(web3j, 100, 600));
  }

  private void send(Topic<?> topic, SpecificRecord record) throws Exception {
    // Whatever id the registry gave: only receipts are read strictly by it.
    byte[] value = WireFormat.encode(99, record);
    producer.send(new ProducerRecord<>(topic.name(), 0, null, value)).get();
  }

  void end() {
    producer.close();
    web3j.shutdown();
  }
}
