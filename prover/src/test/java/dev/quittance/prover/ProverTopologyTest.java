package dev.quittance.prover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.deadletters.Strikes;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.disclosure.Disclosure;
import dev.quittance.receipts.disclosure.FieldLeaf;
import dev.quittance.receipts.disclosure.FieldTree;
import dev.quittance.receipts.log.EpochStart;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.ReceiptDetailsCodec;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.ExecutionsRecord;
import dev.quittance.schemas.avro.ReceiptDetailsRecord;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProverTopologyTest {
  private static final Keyring KEYS =
      Keyring.of("test test test test test test test test test test test junk");
  private static final EpochStart FIRST = EpochStart.first(Topics.RECEIPTS.name());
  private static final ReceiptDomain DOMAIN =
      new ReceiptDomain(BigInteger.valueOf(31337), Address.wrap(filled(20, 4)));
  private static final ReceiptsCodec CODEC =
      new ReceiptsCodec(Map.of(FixedIdSerdes.SCHEMA_ID, Topics.RECEIPTS.schema()));
  private static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();

  @Test
  void readsAndWritesWhatItsStageDeclares() {
    StageAccess declared = new ProverStage().access();
    StageAccess wired =
        StageAccess.of(
            ProverTopology.of(
                new FixedIdSerdes(),
                FIRST,
                new DirectSigning(DOMAIN, KEYS),
                lane -> List.of(),
                office(Strikes.inMemory())));
    StageAccess deferred =
        StageAccess.of(
            ProverTopology.of(
                new FixedIdSerdes(),
                FIRST,
                new DeferredSigning(KEYS, _ -> true),
                lane -> List.of(),
                office(Strikes.inMemory())));

    assertThat(wired.consumes()).isEqualTo(declared.consumes());
    assertThat(wired.and(deferred).emits()).isEqualTo(declared.emits());
    assertThat(deferred.emits()).doesNotContain(Topics.RECEIPTS);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void numbersEachAgentsReceiptsWithoutGapsAndSignsThem(long seed) {
    Random random = new Random(seed);
    List<Execution> executions = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      executions.add(execution(random, random.nextInt(4)));
    }

    List<SignedReceipt> receipts = prove(executions, lane -> List.of());

    assertThat(receipts).hasSameSizeAs(executions);
    Map<Address, Long> last = new HashMap<>();
    for (int i = 0; i < receipts.size(); i++) {
      SignedReceipt signed = receipts.get(i);
      Receipt receipt = signed.receipt();
      assertThat(receipt.seq()).isEqualTo(last.merge(receipt.agent(), 1L, Long::sum));
      assertThat(receipt.orderId().toByteArray()).isEqualTo(executions.get(i).getOrderId().bytes());
      assertThat(SIGNATURES.recover(ReceiptDigest.of(DOMAIN, receipt), signed.signature()))
          .contains(receipt.agent());
    }
  }

  @Test
  void commitsToTheExactTextOfTheProofOfWork() {
    Execution execution = execution(new Random(5), 1);
    try (TopologyTestDriver driver = driver(lane -> List.of())) {
      send(driver, execution);
      byte[] value = receipts(driver).readValue();
      var record =
          WireFormat.decode(value, Topics.RECEIPTS.schema(), Topics.RECEIPTS).orElseThrow();
      String proof = ((dev.quittance.schemas.avro.Receipt) record.getBody()).getProof();
      assertThat(proof)
          .startsWith("{\"type\":\"deterministic\",\"timestamp\":1000,\"inputHash\":\"")
          .contains("\"evidence\":{\"seed\":\"\",\"algorithm\":\"builtin/extraction@1\"}")
          .contains("\"signature\":\"0x");
      assertThat(CODEC.receipt(value).orElseThrow().receipt().proofHash())
          .isEqualTo(Sha256.hash(proof.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void aWorkersModelAndTokensStandInTheProof() {
    Execution execution =
        execution(
            new Random(5),
            1,
            "llm/local",
            "{\"tokens\": {\"out\":7,\"in\":12.0}, \"model\":\"m-1\",\"attempts\":2}");

    assertThat(proof(execution))
        .startsWith("{\"type\":\"llm-completion\",\"timestamp\":1000,\"inputHash\":\"")
        .contains(
            "\"evidence\":{\"attempts\":2,\"model\":\"m-1\",\"tokens\":{\"in\":12,\"out\":7}},"
                + "\"signature\":\"0x");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"{\"attempts\":1}", "{\"model\":\"\"}", "{\"model\":{}}", "[]", "not json"})
  void workOfWhichNothingIsKnownHasNoProof(@Nullable String evidence) {
    Execution execution = execution(new Random(5), 1, "webhook/acme", evidence);

    assertThat(proof(execution)).isNull();
    assertThat(prove(List.of(execution), lane -> List.of()).getFirst().receipt().proofHash())
        .isEqualTo(Bytes32.ZERO);
  }

  @Test
  void law19ProofsStayValidWhenTheDetailsAreErased() {
    Execution execution =
        execution(new Random(5), 1, "llm/local", "{\"model\":\"m-1\",\"a/b\":{\"z\":1,\"y\":2}}");
    try (TopologyTestDriver driver = driver(lane -> List.of())) {
      send(driver, execution);
      Receipt receipt = CODEC.receipt(receipts(driver).readValue()).orElseThrow().receipt();
      TestRecord<byte[], ReceiptDetailsRecord> details = details(driver).readRecord();
      FieldTree tree = ReceiptDetailsCodec.tree(details.value().getBody());

      assertThat(details.key()).isEqualTo(ReceiptDigest.of(DOMAIN, receipt).toByteArray());
      assertThat(details.value().getBody().getLane()).isEqualTo(receipt.lane());
      assertThat(tree.root()).isEqualTo(receipt.detailsRoot());
      assertThat(tree.fields().stream().map(FieldLeaf::path))
          .containsExactly(
              "/attempt",
              "/code",
              "/evidence/a~1b",
              "/evidence/model",
              "/executor",
              "/message",
              "/service",
              "/step",
              "/tenant");
      // What is disclosed before master and values are erased needs neither.
      Disclosure disclosed = tree.disclose("/evidence/a~1b").orElseThrow();
      assertThat(disclosed.field().value()).isEqualTo("{\"y\":2,\"z\":1}");
      assertThat(disclosed.verify(receipt.detailsRoot())).isTrue();
    }
  }

  @Test
  void aRepeatedTransactionMakesTheSameReceiptsAndSaltsAreNeverShared() {
    List<Execution> executions = new ArrayList<>();
    Random random = new Random(6);
    for (int i = 0; i < 50; i++) {
      executions.add(execution(random, random.nextInt(3)));
    }

    List<SignedReceipt> first = prove(executions, lane -> List.of());
    List<SignedReceipt> second = prove(executions, lane -> List.of());

    assertThat(first).isEqualTo(second);
    // All of them say the same in their details, and no two roots show it.
    assertThat(first.stream().map(signed -> signed.receipt().detailsRoot()).distinct())
        .hasSameSizeAs(executions);
  }

  private static TestOutputTopic<byte[], ReceiptDetailsRecord> details(TopologyTestDriver driver) {
    return driver.createOutputTopic(
        Topics.RECEIPT_DETAILS.name(),
        new ByteArrayDeserializer(),
        new FixedIdSerdes().of(Topics.RECEIPT_DETAILS).deserializer());
  }

  private static @Nullable String proof(Execution execution) {
    try (TopologyTestDriver driver = driver(lane -> List.of())) {
      send(driver, execution);
      var record =
          WireFormat.decode(receipts(driver).readValue(), Topics.RECEIPTS.schema(), Topics.RECEIPTS)
              .orElseThrow();
      return ((dev.quittance.schemas.avro.Receipt) record.getBody()).getProof();
    }
  }

  @Test
  void refusesToNumberAnewWhenTheLogSaysOtherwise() {
    Address agent = KEYS.agent(1).address();

    assertThatThrownBy(() ->
            prove(
                List.of(execution(new Random(1), 1)),
                lane -> List.of(new LaneEnds.LastReceipt(agent, 41))))
        .hasStackTraceContaining("has sequence number 41, the prover's store says 0");
  }

  @Test
  void anExecutionThatNobodyCanSignEndsItsOrderWithAReceiptOfTheHouse() {
    Execution unsignable =
        Execution.newBuilder(execution(new Random(9), 1))
            .setAgent(AvroValues.address20(filled(20, 99)))
            .build();
    assertPassedBy(unsignable, "no key of this line signs");
  }

  @Test
  void anOrderAsAWholeThatSomebodyWouldPayForIsNotSigned() {
    Execution sold =
        Execution.newBuilder(execution(new Random(9), 1))
            .setStepId(AvroValues.noHash())
            .setStepIndex(-1)
            .build();
    assertPassedBy(sold, "ended before any step with verdict COMPLETED, amount 500 and fee 5");
    Execution owed = Execution.newBuilder(sold).setVerdict(Verdict.REJECTED.code()).build();
    assertPassedBy(owed, "ended with verdict REJECTED, amount 500 and fee 5, which no log accepts");
  }

  /** The log would refuse its receipt, and all later ones of the agent for the gap. */
  @Test
  void amountsThatNoLogAcceptsAreNotSigned() {
    Execution good = execution(new Random(9), 1);
    Execution feeAbove =
        Execution.newBuilder(good).setFee(AvroValues.uint256(BigInteger.valueOf(501))).build();
    assertPassedBy(feeAbove, "amount 500 and fee 501, which no log accepts");
    Execution tooMuch =
        Execution.newBuilder(good).setAmount(AvroValues.uint256(BigInteger.TWO.pow(128))).build();
    assertPassedBy(tooMuch, "and fee 5, which no log accepts");
    Execution forNothing = Execution.newBuilder(good).setVerdict(Verdict.FAILED.code()).build();
    assertPassedBy(forNothing, "verdict FAILED, amount 500 and fee 5, which no log accepts");
  }

  /** The record goes aside, and the house says that the order failed and that nothing is owed. */
  private static void assertPassedBy(Execution execution, String reason) {
    Strikes strikes = Strikes.inMemory();
    for (int i = 0; i < Strikes.OUT; i++) {
      try (TopologyTestDriver driver = driver(lane -> List.of(), strikes)) {
        assertThatThrownBy(() -> send(driver, execution)).hasStackTraceContaining(reason);
      }
    }
    try (TopologyTestDriver driver = driver(lane -> List.of(), strikes)) {
      send(driver, execution);

      Receipt receipt = CODEC.receipt(receipts(driver).readValue()).orElseThrow().receipt();
      assertThat(receipt.orderId().toByteArray()).isEqualTo(execution.getOrderId().bytes());
      assertThat(receipt.stepId().isZero()).isTrue();
      assertThat(receipt.verdict()).isEqualTo(Verdict.FAILED);
      assertThat(receipt.amount()).isZero();
      assertThat(receipt.agent()).isEqualTo(KEYS.houseAgent().address());
      assertThat(receipt.buyer().toByteArray()).isEqualTo(execution.getBuyer().bytes());
    }
  }

  private static List<SignedReceipt> prove(List<Execution> executions, LaneEnds laneEnds) {
    try (TopologyTestDriver driver = driver(laneEnds)) {
      executions.forEach(execution -> send(driver, execution));
      return receipts(driver).readValuesToList().stream()
          .map(value -> CODEC.receipt(value).orElseThrow())
          .toList();
    }
  }

  private static TopologyTestDriver driver(LaneEnds laneEnds) {
    return driver(laneEnds, Strikes.inMemory());
  }

  private static TopologyTestDriver driver(LaneEnds laneEnds, Strikes strikes) {
    return new TopologyTestDriver(
        ProverTopology.of(
            new FixedIdSerdes(), FIRST, new DirectSigning(DOMAIN, KEYS), laneEnds, office(strikes)),
        new Properties());
  }

  private static DeadLetterOffice office(Strikes strikes) {
    return new DeadLetterOffice(
        "prover", new FixedIdSerdes(), KEYS.houseAgent().address(), strikes);
  }

  private static void send(TopologyTestDriver driver, Execution execution) {
    TestInputTopic<byte[], ExecutionsRecord> executions =
        driver.createInputTopic(
            Topics.EXECUTIONS.name(),
            new ByteArraySerializer(),
            new FixedIdSerdes().of(Topics.EXECUTIONS).serializer());
    executions.pipeInput(execution.getOrderId().bytes(), new ExecutionsRecord(execution));
  }

  private static TestOutputTopic<byte[], byte[]> receipts(TopologyTestDriver driver) {
    return driver.createOutputTopic(
        Topics.RECEIPTS.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static Execution execution(Random random, int account) {
    return execution(random, account, "builtin/extraction@1", null);
  }

  private static Execution execution(
      Random random, int account, String executor, @Nullable String evidence) {
    byte[] orderId = new byte[32];
    random.nextBytes(orderId);
    return new Execution(
        AvroValues.hash32(orderId),
        AvroValues.hash32(filled(32, 3)),
        0,
        1,
        AvroValues.address20(KEYS.agent(account).address().toByteArray()),
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
        executor,
        evidence);
  }

  private static byte[] filled(int length, int fill) {
    byte[] bytes = new byte[length];
    java.util.Arrays.fill(bytes, (byte) fill);
    return bytes;
  }
}
