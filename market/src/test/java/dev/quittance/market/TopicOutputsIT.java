package dev.quittance.market;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.platform.blob.BlobStore;
import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.platform.testing.OpenTransaction;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.PayloadStored;
import dev.quittance.schemas.avro.PayloadsRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outputs in a topic that other processes write transactions to. */
class TopicOutputsIT {
  private static final byte[] OUTPUT = "the output".getBytes(UTF_8);
  private static final Bytes32 HASH = Sha256.hash(OUTPUT);

  @TempDir private Path directory;
  private final FixedIdSerdes serdes = new FixedIdSerdes();
  private EmbeddedKafka broker;
  private KafkaAccess kafka;

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedKafka.start(directory.resolve("kafka"), EmbeddedKafka.Options.singleNode());
    kafka = KafkaAccess.at(broker.bootstrapServers());
    makeTopic();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  /** A process that is killed leaves a transaction open for as long as its timeout. */
  @Test
  void whatStandsBehindAnOpenTransactionIsNotTakenToBeGone() throws Exception {
    ProducerRecord<byte[], byte[]> never = record("what is never committed".getBytes(UTF_8));
    try (OpenTransaction killed = OpenTransaction.with(kafka, never);
        Producer<byte[], byte[]> other = kafka.producer();
        TopicOutputs outputs =
            TopicOutputs.open(kafka, serdes, new DirectoryBlobStore(directory.resolve("blobs")))) {
      other.send(record(OUTPUT)).get();

      assertThatThrownBy(() -> outputs.of(HASH, System.currentTimeMillis()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("a transaction is open");

      killed.abort();
      assertThat(outputs.of(HASH, System.currentTimeMillis())).contains(OUTPUT);
      assertThat(outputs.of(Bytes32.ZERO, System.currentTimeMillis())).isEmpty();
    }
  }

  /** Large outputs are in the blob store alone. */
  @Test
  void whatABlobStoreCannotTellNowIsNotTakenToBeGone() throws Exception {
    TroubledBlobs blobs = new TroubledBlobs();
    try (Producer<byte[], byte[]> producer = kafka.producer();
        TopicOutputs outputs = TopicOutputs.open(kafka, serdes, blobs)) {
      assertThatThrownBy(() -> outputs.of(HASH, System.currentTimeMillis()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the blob store is away");

      producer.send(record(OUTPUT)).get();
      assertThat(outputs.of(HASH, System.currentTimeMillis()))
          .as("small ones are in the topic")
          .contains(OUTPUT);

      blobs.isAway = false;
      assertThat(outputs.of(Bytes32.ZERO, System.currentTimeMillis())).isEmpty();
    }
  }

  /** A store that can't be read at times; nothing is in it, and nothing is written to it. */
  private static final class TroubledBlobs implements BlobStore {
    private volatile boolean isAway = true;

    @Override
    public byte[] put(byte[] payload) {
      throw new AssertionError("nothing is written");
    }

    @Override
    public Publication publish(String name, byte[] content) {
      throw new AssertionError("nothing is written");
    }

    @Override
    public boolean contains(byte[] sha256) {
      return get(sha256).isPresent();
    }

    @Override
    public Optional<byte[]> published(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<byte[]> get(byte[] sha256) {
      if (isAway) {
        throw new UncheckedIOException(new IOException("the blob store is away"));
      }
      return Optional.empty();
    }
  }

  private void makeTopic() throws Exception {
    try (Admin admin = kafka.admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Topics.PAYLOADS.name(), 1, (short) 1)
                      .configs(Topics.PAYLOADS.settings())))
          .all()
          .get();
    }
  }

  private ProducerRecord<byte[], byte[]> record(byte[] payload) {
    String topic = Topics.PAYLOADS.name();
    PayloadsRecord value = new PayloadsRecord(new PayloadStored(ByteBuffer.wrap(payload)));
    return new ProducerRecord<>(
        topic,
        Sha256.hash(payload).toByteArray(),
        serdes.of(Topics.PAYLOADS).serializer().serialize(topic, value));
  }
}
