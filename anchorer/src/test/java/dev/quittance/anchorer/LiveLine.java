package dev.quittance.anchorer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.platform.catalogue.CatalogueFollower;
import dev.quittance.platform.deploy.LogDeployment;
import dev.quittance.platform.deploy.NewLog;
import dev.quittance.platform.deploy.PublishedLog;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.Signer;
import dev.quittance.platform.stage.ChainEndpoint;
import dev.quittance.platform.stage.ExecutorSettings;
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
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.LogReplay;
import dev.quittance.receipts.log.PeriodSchedule.CatchUp;
import dev.quittance.receipts.log.ReplayedPeriod;
import dev.quittance.receipts.log.Retention;
import dev.quittance.receipts.log.VerifierKey;
import dev.quittance.schemas.AcceptedSchemas;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** A line on a real broker, without a registry: topics, log rules, receipts in, anchors out. */
final class LiveLine {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  static final int LANES = 3;
  private static final int CADENCE_S = 2;

  /** What the log's topology makes of its receipts. */
  static final List<Topic<?>> DERIVED =
      List.of(
          Topics.LOG_TILES,
          Topics.LOG_HEADS,
          Topics.POSTINGS,
          Topics.SETTLEMENT_ROWS,
          Topics.ANCHORS);

  static final String MNEMONIC = "test test test test test test test test test test test junk";
  private static final ReceiptDomain DOMAIN =
      new ReceiptDomain(BigInteger.valueOf(31337), Address.wrap(new byte[20]));

  private final KafkaAccess kafka;
  private final Path directory;
  private final TestSerdes serdes = new TestSerdes();
  private final Keyring keys = Keyring.of(MNEMONIC);
  private final PublishedLog published;
  private final long[] sent = new long[LANES];

  LiveLine(KafkaAccess kafka, Path directory)
      throws IOException, ExecutionException, InterruptedException {
    this.kafka = kafka;
    this.directory = directory;
    try (Admin admin = kafka.admin()) {
      admin.createTopics(Topics.all().stream().map(LiveLine::newTopic).toList()).all().get();
    }
    assertThatThrownBy(() -> LogDeployment.read(kafka, serdes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no log rules are published");
    this.published = LogDeployment.ensure(kafka, serdes, this::newLog);
  }

  private static NewTopic newTopic(Topic<?> topic) {
    return new NewTopic(topic.name(), topic.partitions(LANES), (short) 1).configs(topic.settings());
  }

  private NewLog newLog() {
    String origin = "log.example/live";
    return new NewLog(
        origin,
        LANES,
        DOMAIN,
        keys.operator().address(),
        TestSerdes.SCHEMA_ID,
        CADENCE_S,
        CatchUp.EACH,
        VerifierKey.ofSeed(origin, keys.noteSeed()),
        Instant.now());
  }

  /** Deletes topics and makes empty ones of the same names. */
  void makeAgain(List<? extends Topic<?>> topics) throws ExecutionException, InterruptedException {
    try (Admin admin = kafka.admin()) {
      admin.deleteTopics(topics.stream().map(Topic::name).toList()).all().get();
      for (Topic<?> topic : topics) {
        await()
            .atMost(PATIENCE)
            .ignoreExceptions()
            .until(() -> {
              admin.createTopics(List.of(newTopic(topic))).all().get();
              return true;
            });
      }
    }
  }

  KafkaAccess kafka() {
    return kafka;
  }

  TestSerdes serdes() {
    return serdes;
  }

  PublishedLog published() {
    return published;
  }

  StageContext context(CatalogueFollower catalogue, Consumer<Throwable> onFailure) {
    return new StageContext(
        published.line(),
        new ChainEndpoint(List.of("http://127.0.0.1:1"), 64, 31337, Address.ZERO, Address.ZERO),
        new StreamsSettings(kafka, "it", directory.resolve("state"), "one", 1, 50, 1),
        kafka,
        serdes,
        new DirectoryBlobStore(directory.resolve("blobs")),
        catalogue,
        keys,
        ExecutorSettings.none(),
        onFailure);
  }

  /** Appends receipts of one agent, in sequence, to every lane. */
  void sendReceipts(int perLane) {
    Signer agent = keys.agent(1);
    try (Producer<byte[], byte[]> producer = kafka.producer()) {
      for (int lane = 0; lane < LANES; lane++) {
        for (int i = 0; i < perLane; i++) {
          Receipt receipt = receipt(agent.address(), lane, ++sent[lane]);
          SignedReceipt signed =
              new SignedReceipt(receipt, agent.sign(ReceiptDigest.of(DOMAIN, receipt)));
          byte[] value =
              WireFormat.encode(TestSerdes.SCHEMA_ID, ReceiptsCodec.record(signed, null));
          var _ =
              producer.send(
                  new ProducerRecord<>(
                      Topics.RECEIPTS.name(), lane, receipt.orderId().toByteArray(), value));
        }
      }
      producer.flush();
    }
  }

  long sentReceipts() {
    return IntStream.range(0, LANES).mapToLong(lane -> sent[lane]).sum();
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

  /** The committed anchors. */
  List<Bytes> anchors() {
    return read(Topics.ANCHORS, 1).stream()
        .map(entry -> serdes.of(Topics.ANCHORS).deserializer().deserialize("", entry.value()))
        .map(record -> Objects.requireNonNull(record.getBody()).getAnchor())
        .map(anchor -> Bytes.wrap(AvroValues.bytes(anchor)))
        .toList();
  }

  /** The values of a topic with one partition. */
  <V extends SpecificRecord> List<V> values(Topic<V> topic) {
    return read(topic, 1).stream()
        .map(entry -> serdes.of(topic).deserializer().deserialize(topic.name(), entry.value()))
        .toList();
  }

  /** The anchors that the trust core makes of the topic's committed records. */
  List<Bytes> replay() {
    ReceiptsCodec codec = AcceptedSchemas.codec(published.rules());
    LogReplay replay =
        new LogReplay(published.identity(), Secp256k1Signatures.preferred(), Retention.nothing());
    return read(Topics.RECEIPTS, LANES).stream()
        .flatMap(entry -> replay.feed(entry.partition(), record(entry, codec)).completed().stream())
        .map(ReplayedPeriod::assembled)
        .map(period -> period.record().encode())
        .toList();
  }

  private static LogRecord record(ConsumerRecord<byte[], byte[]> entry, ReceiptsCodec codec) {
    return LogRecord.of(
        entry.offset(), entry.timestamp(), Bytes.wrap(entry.value()), codec.decode(entry.value()));
  }

  private List<ConsumerRecord<byte[], byte[]>> read(Topic<?> topic, int partitions) {
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
}
