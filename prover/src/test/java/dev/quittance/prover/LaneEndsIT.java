package dev.quittance.prover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.platform.testing.OpenTransaction;
import dev.quittance.prover.LaneEnds.LastReceipt;
import dev.quittance.prover.signing.PendingRequests;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.SigningKey;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.ReceiptsRecord;
import dev.quittance.schemas.avro.SigningRequested;
import dev.quittance.schemas.avro.SigningRequestsRecord;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last receipt of a lane is found, whatever stands behind it and whoever writes there. */
class LaneEndsIT {
  private static final int LANE = 0;
  private static final Duration OPEN = Duration.ofSeconds(3);
  private static final ReceiptDomain DOMAIN =
      new ReceiptDomain(BigInteger.valueOf(31337), Address.wrap(filled(20, 4)));
  private static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();
  private static final SigningKey AGENT = SIGNATURES.key(Bytes32.wrap(filled(32, 9)));

  @TempDir private Path directory;
  private EmbeddedKafka broker;
  private KafkaAccess kafka;

  @BeforeEach
  void startBroker() throws Exception {
    broker = EmbeddedKafka.start(directory.resolve("kafka"), EmbeddedKafka.Options.singleNode());
    kafka = KafkaAccess.at(broker.bootstrapServers());
    try (var admin = kafka.admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Topics.RECEIPTS.name(), 1, (short) 1),
                  new NewTopic(Topics.SIGNING_REQUESTS.name(), 1, (short) 1)))
          .all()
          .get();
    }
  }

  @AfterEach
  void stopBroker() {
    broker.close();
  }

  @Test
  void theLastReceiptIsFoundBehindAnOpenTransaction() throws Exception {
    ReceiptsCodec codec =
        new ReceiptsCodec(Map.of(FixedIdSerdes.SCHEMA_ID, Topics.RECEIPTS.schema()));
    LaneEnds ends = LaneEnds.of(kafka, Topics.RECEIPTS.name(), codec, DOMAIN);
    commit(Topics.RECEIPTS, signed(1));

    assertThat(
            whileATransactionIsOpen(
                Topics.RECEIPTS, () -> commit(Topics.RECEIPTS, signed(2)), () -> ends.last(LANE)))
        .singleElement()
        .isEqualTo(new LastReceipt(AGENT.address(), 2));
  }

  @Test
  void theLastNumberIsFoundBehindAnOpenTransaction() throws Exception {
    PendingRequests pending = new PendingRequests(kafka, new FixedIdSerdes(), "signing");
    commit(Topics.SIGNING_REQUESTS, requested(1));

    assertThat(
            whileATransactionIsOpen(
                Topics.SIGNING_REQUESTS,
                () -> commit(Topics.SIGNING_REQUESTS, requested(2)),
                () -> pending.lastSeqs(LANE)))
        .containsExactly(Map.entry(AGENT.address(), 2L));
  }

  @Test
  void theLastReceiptIsFoundHoweverLongItsLaneWasIdle() {
    ReceiptsCodec codec =
        new ReceiptsCodec(Map.of(FixedIdSerdes.SCHEMA_ID, Topics.RECEIPTS.schema()));
    LaneEnds ends = LaneEnds.of(kafka, Topics.RECEIPTS.name(), codec, DOMAIN);
    assertThat(ends.last(LANE)).isEmpty();
    commit(Topics.RECEIPTS, signed(1));
    commit(Topics.RECEIPTS, signed(2));

    for (int idle = 0; idle < 4; idle++) {
      commitOthers(1990);
      assertThat(ends.last(LANE))
          .as("%d times 1990 records behind it", idle + 1)
          .containsExactly(new LastReceipt(AGENT.address(), 2));
    }
  }

  private void commitOthers(int count) {
    try (Producer<byte[], byte[]> producer = kafka.transactionalProducer("closer")) {
      producer.beginTransaction();
      for (int i = 0; i < count; i++) {
        var _ =
            producer.send(
                new ProducerRecord<>(Topics.RECEIPTS.name(), LANE, new byte[] {3}, new byte[] {3}));
      }
      producer.commitTransaction();
    }
  }

  /** Looks up while a transaction before what was written is open, for some time still. */
  private <T> T whileATransactionIsOpen(Topic<?> topic, Runnable write, Supplier<T> lookup)
      throws Exception {
    ProducerRecord<byte[], byte[]> before =
        new ProducerRecord<>(topic.name(), LANE, new byte[] {1}, new byte[] {1});
    try (OpenTransaction other = OpenTransaction.with(kafka, before)) {
      write.run();
      CompletableFuture<T> found = CompletableFuture.supplyAsync(lookup);
      assertThat(found)
          .as("what is found before the transaction is over")
          .failsWithin(OPEN)
          .withThrowableOfType(TimeoutException.class);
      other.abort();
      return found.join();
    }
  }

  private void commit(Topic<?> topic, SpecificRecord value) {
    byte[] bytes = WireFormat.encode(FixedIdSerdes.SCHEMA_ID, value);
    try (Producer<byte[], byte[]> producer = kafka.transactionalProducer("prover")) {
      producer.beginTransaction();
      var _ = producer.send(new ProducerRecord<>(topic.name(), LANE, new byte[] {2}, bytes));
      producer.commitTransaction();
    }
  }

  private static ReceiptsRecord signed(long seq) {
    Receipt receipt = receipt(seq);
    return ReceiptsCodec.record(
        new SignedReceipt(receipt, SIGNATURES.sign(ReceiptDigest.of(DOMAIN, receipt), AGENT)),
        null);
  }

  private static SigningRequestsRecord requested(long seq) {
    var receipt = (dev.quittance.schemas.avro.Receipt) signed(seq).getBody();
    return new SigningRequestsRecord(new SigningRequested(receipt, null, null));
  }

  private static Receipt receipt(long seq) {
    Bytes32 hash = Bytes32.wrap(filled(32, 3));
    Address account = Address.wrap(filled(20, 5));
    return new Receipt(
        hash,
        Receipt.stepId(hash, 0),
        AGENT.address(),
        account,
        account,
        BigInteger.TEN,
        BigInteger.ONE,
        account,
        Verdict.COMPLETED,
        hash,
        hash,
        hash,
        hash,
        Bytes32.ZERO,
        Bytes32.ZERO,
        1000,
        LANE,
        seq);
  }

  private static byte[] filled(int length, int fill) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) fill);
    return bytes;
  }
}
