package dev.quittance.prover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.deadletters.Strikes;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.keys.AgentSigner;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.RemoteSignerSettings;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.streams.StreamsApp;
import dev.quittance.platform.streams.StreamsSettings;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.platform.testing.Web3SignerStub;
import dev.quittance.platform.testing.Web3SignerStub.Fault;
import dev.quittance.prover.signing.PendingRequests;
import dev.quittance.prover.signing.SigningWorker;
import dev.quittance.prover.signing.WorkerDeath;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.log.EpochStart;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.ReceiptDetailsCodec;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.ExecutionsRecord;
import dev.quittance.schemas.avro.ReceiptDetails;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

/** The prover with a remote signer, on a real broker. */
final class SigningIT {
  private static final int LANES = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ReceiptDomain DOMAIN =
      new ReceiptDomain(BigInteger.valueOf(31337), Address.wrap(filled(20, 4)));
  private static final Keyring SEED =
      Keyring.of("test test test test test test test test test test test junk");
  private static final FixedIdSerdes SERDES = new FixedIdSerdes();
  private static final ReceiptsCodec CODEC =
      new ReceiptsCodec(Map.of(FixedIdSerdes.SCHEMA_ID, Topics.RECEIPTS.schema()));
  private static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();

  @TempDir private Path directory;
  private EmbeddedKafka kafka;

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void startBroker() throws Exception {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"), EmbeddedKafka.Options.singleNode());
    createTopics();
  }

  @AfterEach
  void stopBroker() {
    kafka.close();
  }

  @Test
  void everyExecutionHasOneReceiptInSequenceAlthoughTheSignerFailsAndTheWorkerDies()
      throws Exception {
    long seed = System.nanoTime();
    System.out.println("SigningIT seed " + seed);
    Random random = new Random(seed);
    try (Web3SignerStub stub = stub(3)) {
      stub.delay(10);
      stub.faults(request -> fault(seed, request));
      List<Address> agents =
          Stream.concat(stub.addresses().stream(), Stream.of(SEED.houseAgent().address())).toList();
      List<Execution> executions = executions(random, 200, agents);
      SigningWorker first = worker(stub, 20);
      try (RunningStage topology = topology(stub)) {
        send(executions);
        awaitReceipts(60);
        WorkerDeath.kill(first);
        try (SigningWorker second = worker(stub, 20)) {
          awaitReceipts(200);
          assertThat(second.isReady()).isTrue();
        }
        assertThat(topology.isReady()).isTrue();
      }
      requireOneEach(executions);
      assertThat(failures).isEmpty();

      // A task that starts again finds its store in agreement with what is signed.
      SigningWorker third = worker(stub, 20);
      try (RunningStage _ = topology(stub)) {
        send(executions(random, 10, agents));
        awaitReceipts(210);
      } finally {
        third.close();
      }
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void theRateHangsOnRequestsInFlightAndNotOnLatency() throws Exception {
    try (Web3SignerStub stub = stub(3)) {
      stub.delay(20);
      List<Execution> executions = executions(new Random(7), 2000, stub.addresses());
      try (RunningStage topology = topology(stub)) {
        send(executions);
        awaitRecords(Topics.SIGNING_REQUESTS.name(), executions.size());
        try (SigningWorker worker = worker(stub, 100)) {
          // Joining the group takes its time and is not what is measured.
          await().atMost(PATIENCE).until(() -> stub.requests() > 0);
          long startNs = System.nanoTime();
          awaitReceipts(executions.size());
          double seconds = (System.nanoTime() - startNs) / 1e9;
          double perSecond = stub.requests() / seconds;
          System.out.printf(
              "%d signatures in %.2f s: %.0f/s at 20 ms each, at most %d at a time; one by one: 50/s%n",
              stub.requests(), seconds, perSecond, stub.mostRunning());
          assertThat(worker.isReady()).isTrue();
          assertThat(stub.mostRunning()).as("requests at a time").isGreaterThan(20);
        }
        assertThat(topology.isReady()).isTrue();
      }
      requireOneEach(executions);
      assertThat(failures).isEmpty();
    }
  }

  private void awaitReceipts(int count) {
    awaitRecords(Topics.RECEIPTS.name(), count);
  }

  private void awaitRecords(String topic, int count) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> records(topic).size() >= count || !failures.isEmpty());
    assertThat(failures).isEmpty();
    System.out.printf("%s has %d%n", topic, count);
  }

  private static Fault fault(long seed, int request) {
    return switch (new Random(seed + request).nextInt(25)) {
      case 0 -> Fault.SERVER_ERROR;
      case 1 -> Fault.GARBAGE;
      case 2 -> Fault.WRONG_KEY;
      case 3 -> Fault.CUT;
      case 4 -> Fault.HIGH_S;
      default -> Fault.NONE;
    };
  }

  private void requireOneEach(List<Execution> executions) {
    Map<String, Long> last = new HashMap<>();
    Set<Bytes32> orders = new HashSet<>();
    Map<Bytes32, Bytes32> detailsRoots = detailsRoots();
    assertThat(detailsRoots).hasSameSizeAs(executions);
    for (ConsumerRecord<byte[], byte[]> entry : receipts()) {
      SignedReceipt signed = CODEC.receipt(entry.value()).orElseThrow();
      Receipt receipt = signed.receipt();
      assertThat(receipt.lane()).isEqualTo(entry.partition());
      assertThat(receipt.seq())
          .isEqualTo(last.merge(receipt.agent() + "/" + receipt.lane(), 1L, Long::sum));
      assertThat(SIGNATURES.recover(ReceiptDigest.of(DOMAIN, receipt), signed.signature()))
          .contains(receipt.agent());
      assertThat(orders.add(receipt.orderId())).isTrue();
      assertThat(detailsRoots)
          .containsEntry(ReceiptDigest.of(DOMAIN, receipt), receipt.detailsRoot());
      assertThat(entry.key()).isEqualTo(receipt.orderId().toByteArray());
      assertThat(receipt.proofHash())
          .isEqualTo(Sha256.hash(proof(entry.value()).getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(orders)
        .containsExactlyInAnyOrderElementsOf(
            executions.stream()
                .map(execution -> Bytes32.copyOf(execution.getOrderId().bytes()))
                .toList());
  }

  private Map<Bytes32, Bytes32> detailsRoots() {
    Map<Bytes32, Bytes32> roots = new HashMap<>();
    String topic = Topics.RECEIPT_DETAILS.name();
    try (var details = SERDES.of(Topics.RECEIPT_DETAILS).deserializer()) {
      for (ConsumerRecord<byte[], byte[]> entry : records(topic)) {
        ReceiptDetails body = details.deserialize(topic, entry.value()).getBody();
        assertThat(body).isNotNull();
        roots.put(Bytes32.copyOf(entry.key()), ReceiptDetailsCodec.tree(body).root());
      }
    }
    return roots;
  }

  private static String proof(byte[] value) {
    var record = WireFormat.decode(value, Topics.RECEIPTS.schema(), Topics.RECEIPTS).orElseThrow();
    return ((dev.quittance.schemas.avro.Receipt) record.getBody()).getProof();
  }

  private static Web3SignerStub stub(int keys) {
    return new Web3SignerStub(
        IntStream.range(0, keys)
            .mapToObj(i -> Sha256.hash(("agent " + i).getBytes(StandardCharsets.UTF_8)))
            .toList());
  }

  private SigningWorker worker(Web3SignerStub stub, int inFlight) throws Exception {
    RemoteSignerSettings settings =
        new RemoteSignerSettings(
            stub.url(),
            2000,
            inFlight,
            java.util.Optional.empty(),
            java.util.Optional.empty(),
            java.util.Optional.empty());
    return SigningWorker.start(
        new SigningWorker.Parts(
            access(),
            SERDES,
            DOMAIN,
            Topics.RECEIPTS.name(),
            AgentSigner.open(SEED.withRemote(settings)),
            inFlight,
            group(),
            "one"),
        failures::add);
  }

  private RunningStage topology(Web3SignerStub stub) {
    DeadLetterOffice office =
        new DeadLetterOffice("prover", SERDES, SEED.houseAgent().address(), Strikes.inMemory());
    LaneEnds ends =
        LaneEnds.of(access(), Topics.RECEIPTS.name(), CODEC, DOMAIN)
            .and(new PendingRequests(access(), SERDES, group()));
    return StreamsApp.start(
        "prover",
        ProverTopology.of(
            SERDES,
            EpochStart.first(Topics.RECEIPTS.name()),
            new DeferredSigning(
                SEED, agent -> stub.addresses().contains(agent) || SEED.agent(agent).isPresent()),
            ends,
            office),
        new StreamsSettings(access(), "main", directory.resolve("streams"), "one", 1, 40, 1),
        office,
        failures::add);
  }

  private static String group() {
    return "main-prover-signing";
  }

  private void createTopics() throws Exception {
    List<String> names =
        List.of(
            Topics.EXECUTIONS.name(),
            Topics.EXECUTIONS.deadLetterName(),
            Topics.SIGNING_REQUESTS.name(),
            Topics.RECEIPT_DETAILS.name(),
            Topics.RECEIPTS.name());
    try (Admin admin = access().admin()) {
      admin
          .createTopics(names.stream().map(name -> new NewTopic(name, LANES, (short) 1)).toList())
          .all()
          .get();
    }
  }

  private KafkaAccess access() {
    return KafkaAccess.at(kafka.bootstrapServers());
  }

  private void send(List<Execution> executions) {
    try (Producer<byte[], byte[]> producer = access().producer()) {
      for (Execution execution : executions) {
        String topic = Topics.EXECUTIONS.name();
        var _ =
            producer.send(
                new ProducerRecord<>(
                    topic,
                    execution.getOrderId().bytes(),
                    SERDES
                        .of(Topics.EXECUTIONS)
                        .serializer()
                        .serialize(topic, new ExecutionsRecord(execution))));
      }
      producer.flush();
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> receipts() {
    return records(Topics.RECEIPTS.name());
  }

  private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    List<TopicPartition> partitions =
        IntStream.range(0, LANES).mapToObj(lane -> new TopicPartition(topic, lane)).toList();
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (var consumer = access().follower()) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  private static List<Execution> executions(Random random, int count, List<Address> agents) {
    return IntStream.range(0, count)
        .mapToObj(_ -> execution(random, agents.get(random.nextInt(agents.size()))))
        .toList();
  }

  private static Execution execution(Random random, Address agent) {
    byte[] orderId = new byte[32];
    random.nextBytes(orderId);
    return new Execution(
        AvroValues.hash32(orderId),
        AvroValues.hash32(filled(32, 3)),
        0,
        1,
        AvroValues.address20(agent.toByteArray()),
        AvroValues.address20(filled(20, 1)),
        AvroValues.address20(filled(20, 2)),
        AvroValues.uint256(BigInteger.valueOf(500)),
        AvroValues.uint256(BigInteger.valueOf(5)),
        AvroValues.address20(filled(20, 3)),
        Verdict.COMPLETED.code(),
        AvroValues.hash32(Bytes32.ZERO.toByteArray()),
        AvroValues.hash32(filled(32, 5)),
        AvroValues.hash32(filled(32, 6)),
        AvroValues.hash32(filled(32, 7)),
        1000L,
        "",
        "",
        "acme",
        "extraction",
        "builtin/extraction@1",
        null);
  }

  private static byte[] filled(int length, int fill) {
    byte[] bytes = new byte[length];
    java.util.Arrays.fill(bytes, (byte) fill);
    return bytes;
  }
}
