package dev.quittance.settler.payout;

import dev.quittance.contracts.ContractDeployer;
import dev.quittance.contracts.Deployment;
import dev.quittance.contracts.DeploymentResult;
import dev.quittance.contracts.DeploymentSpec;
import dev.quittance.contracts.abi.ReceiptAnchor;
import dev.quittance.contracts.abi.TestUSD;
import dev.quittance.embedded.EmbeddedChain;
import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.platform.catalogue.CatalogueFollower;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.TopicFollower;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.stage.ChainEndpoint;
import dev.quittance.platform.stage.ExecutorSettings;
import dev.quittance.platform.stage.Line;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.streams.StreamsSettings;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.Balance;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.PeriodSchedule;
import dev.quittance.receipts.log.PeriodSchedule.CatchUp;
import dev.quittance.receipts.log.SettlementRow;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.AnchorFinal;
import dev.quittance.schemas.avro.AnchorStatusRecord;
import dev.quittance.schemas.avro.RowSettled;
import dev.quittance.schemas.avro.RowsEnded;
import dev.quittance.schemas.avro.SettlementRowsRecord;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.RemoteCall;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.methods.response.VoidResponse;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.RawTransactionManager;
import org.web3j.tx.TransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;
import org.web3j.tx.response.PollingTransactionReceiptProcessor;

/** A real broker and a real devnet on which a test anchors settlement rows of its own. */
final class PaidLine implements AutoCloseable {
  static final Address VENDOR = Address.fromHex("0x" + "0a".repeat(20));
  static final Address FEE_RECIPIENT = Address.fromHex("0x" + "0d".repeat(20));
  static final BigInteger FEE = BigInteger.valueOf(100);

  private static final Duration BLOCK_TIME = Duration.ofMillis(300);
  private static final Address BUYER = Address.fromHex("0x" + "0b".repeat(20));
  private static final int LANES = 2;
  private static final String ORIGIN = "log.example/paid";

  /** The first account of anvil's public test mnemonic; here it is the operator too. */
  private static final Credentials RICH =
      Credentials.create("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

  final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final Path directory;
  private final Keyring keys =
      Keyring.of("test test test test test test test test test test test junk");
  private final FixedIdSerdes serdes = new FixedIdSerdes();
  private final EmbeddedKafka broker;
  private final EmbeddedChain chain;
  private final KafkaAccess kafka;
  private final Deployment contracts;
  private final Address asset;
  private final ReceiptAnchor anchor;
  private final TestUSD token;
  private final CatalogueFollower catalogue;
  private Bytes32 head = Bytes32.ZERO;
  private BigInteger feesBefore = BigInteger.ZERO;

  PaidLine(Path directory) throws IOException, ExecutionException, InterruptedException {
    this.directory = directory;
    this.chain = EmbeddedChain.start(directory.resolve("chain"), BLOCK_TIME);
    this.broker =
        EmbeddedKafka.start(directory.resolve("kafka"), EmbeddedKafka.Options.singleNode());
    this.kafka = KafkaAccess.at(broker.bootstrapServers());
    createTopics();
    HttpService http = new HttpService(chain.rpcUrl());
    List<String> grant = List.of(keys.payer().address().toString(), "0x3635c9adc5dea00000");
    var _ = new Request<>("anvil_setBalance", grant, http, VoidResponse.class).send();
    Web3j web3j = Web3j.build(http);
    this.contracts = deploy(web3j);
    TransactionManager operator =
        new RawTransactionManager(
            web3j,
            RICH,
            EmbeddedChain.CHAIN_ID,
            new PollingTransactionReceiptProcessor(web3j, 200, 100));
    this.asset = Address.fromHex(contracts.testUsd().orElseThrow());
    this.anchor = ReceiptAnchor.load(contracts.anchor(), web3j, operator, new DefaultGasProvider());
    this.token = TestUSD.load(asset.toString(), web3j, operator, new DefaultGasProvider());
    this.catalogue = CatalogueFollower.open(kafka, serdes);
  }

  private void createTopics() throws ExecutionException, InterruptedException {
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
  }

  private static Deployment deploy(Web3j web3j) {
    DeploymentSpec spec =
        new DeploymentSpec(
            LogIdentity.logId(ORIGIN).toString(), RICH.getAddress(), Duration.ofSeconds(1), true);
    return switch (ContractDeployer.from(web3j, RICH, EmbeddedChain.CHAIN_ID).deploy(spec)) {
      case DeploymentResult.Deployed(Deployment deployment) -> deployment;
      case DeploymentResult.Failed failed -> throw new AssertionError(failed);
    };
  }

  StageContext context() {
    Address anchorAddress = Address.fromHex(contracts.anchor());
    LogRules rules =
        new LogRules(
            ORIGIN,
            0,
            new ReceiptDomain(BigInteger.valueOf(EmbeddedChain.CHAIN_ID), anchorAddress),
            Topics.RECEIPTS.name(),
            LANES,
            List.of(),
            keys.operator().address(),
            new PeriodSchedule(0, 10, CatchUp.EACH));
    return new StageContext(
        Line.first(rules, new UUID(1, 2)),
        new ChainEndpoint(
            List.of(chain.rpcUrl()),
            64,
            EmbeddedChain.CHAIN_ID,
            anchorAddress,
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

  /** Puts money into the vault. */
  void mint(BigInteger amount) {
    call(token.mint(contracts.vault(), amount));
  }

  BigInteger balance(Address account) {
    return call(token.balanceOf(account.toString()));
  }

  /** Anchors a period in which the vendor and the fee recipient earned from a buyer. */
  void anchor(long seq, BigInteger credit, BigInteger cumulative) {
    BigInteger fees = feesBefore.add(FEE);
    feesBefore = fees;
    anchor(
        seq,
        List.of(
            row(seq, VENDOR, new Balance(BigInteger.ZERO, credit), cumulative),
            row(seq, FEE_RECIPIENT, new Balance(BigInteger.ZERO, FEE), fees),
            row(seq, BUYER, new Balance(credit.add(FEE), BigInteger.ZERO), BigInteger.ZERO)));
  }

  /** Anchors a period in which nothing happened. */
  void anchorEmpty(long seq) {
    anchor(seq, List.of());
  }

  private SettlementRow row(long seq, Address account, Balance period, BigInteger cumCredit) {
    return new SettlementRow(
        seq, new AccountAsset(account, asset), period, new Balance(period.debit(), cumCredit));
  }

  private void anchor(long seq, List<SettlementRow> rows) {
    AnchorRecord record =
        new AnchorRecord(
            LogIdentity.logId(ORIGIN),
            seq,
            seq * 10,
            seq * 10 + 10,
            LANES,
            0,
            new UUID(1, 2),
            1,
            1,
            Bytes32.ZERO,
            PeriodPayout.of(seq, rows).root(),
            Bytes32.ZERO,
            head,
            Bytes32.ZERO,
            Bytes32.ZERO,
            1);
    head = record.hash();
    var receipt = call(anchor.anchor(record.encode().toByteArray()));
    rows.forEach(row -> send(Topics.SETTLEMENT_ROWS, record(row)));
    for (int partition = 0; partition < LANES; partition++) {
      RowsEnded ended = new RowsEnded(seq, partition, partition == 0 ? (long) rows.size() : 0L);
      send(Topics.SETTLEMENT_ROWS, new SettlementRowsRecord(ended));
    }
    send(
        Topics.ANCHOR_STATUS,
        new AnchorStatusRecord(
            new AnchorFinal(
                seq,
                AvroValues.hash32(receipt.getTransactionHash()),
                receipt.getBlockNumber().longValueExact())));
  }

  private static SettlementRowsRecord record(SettlementRow row) {
    return new SettlementRowsRecord(
        new RowSettled(
            row.seq(),
            AvroValues.address20(row.key().account().toByteArray()),
            AvroValues.address20(row.key().asset().toByteArray()),
            AvroValues.uint256(row.period().debit()),
            AvroValues.uint256(row.period().credit()),
            AvroValues.uint256(row.cumulative().debit()),
            AvroValues.uint256(row.cumulative().credit())));
  }

  private void send(Topic<?> topic, SpecificRecord record) {
    try (Producer<byte[], byte[]> producer = kafka.producer()) {
      byte[] value = WireFormat.encode(FixedIdSerdes.SCHEMA_ID, record);
      var _ = producer.send(new ProducerRecord<>(topic.name(), 0, null, value));
    }
  }

  /** How many committed records of {@code payouts} are of this kind. */
  long count(Class<?> kind) {
    AtomicLong count = new AtomicLong();
    try (var follower = new TopicFollower<>(kafka, serdes, Topics.PAYOUTS)) {
      follower.readToEnd(
          record -> {
            if (kind.isInstance(record.getBody())) {
              count.incrementAndGet();
            }
          },
          () -> false);
    }
    return count.get();
  }

  /** web3j declares {@code Exception}. */
  private static <T> T call(RemoteCall<T> call) {
    try {
      return call.send();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    catalogue.close();
    broker.close();
    chain.close();
  }
}
