package dev.quittance.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.auditor.Outcome;
import dev.quittance.auditor.verify.Verify;
import dev.quittance.auditor.verify.VerifyReport;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.CommandRun;
import dev.quittance.cli.ExitCode;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.bundle.Bundle;
import dev.quittance.receipts.bundle.BundleReader;
import dev.quittance.receipts.bundle.BundleWriter;
import dev.quittance.receipts.bundle.BundledField;
import dev.quittance.receipts.bundle.Trust;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.disclosure.FieldTree;
import dev.quittance.schemas.ReceiptDetailsCodec;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.ReceiptDetailsRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fields are opened from what is kept, and what is opened stays valid after it is erased. */
class DisclosureTest {
  private static final String TOPIC = Topics.RECEIPT_DETAILS.name();
  private static final JsonNode VECTORS = vectors();

  /** A bundle with details in the vectors, and what its field tree is made of. */
  private static final Bundle BUNDLE =
      closed(BundleReader.parse(VECTORS.at("/bundles/0/bundle").toString()));

  private static final Bytes32 MASTER =
      Bytes32.fromHex("0x065b542893f5598bd2399e6181d06832b569a9effc545f684f8c3961f6028a03");
  private static final FieldTree DETAILS = FieldTree.of(MASTER, Map.of("/result/words", "1842"));

  @TempDir private Path folder = Path.of("");

  @Test
  void opensAFieldOfAReceipt() {
    Bundle opened = Opening.open(BUNDLE, DETAILS, List.of("/result/words"));

    assertThat(BundleWriter.write(opened))
        .isEqualTo(
            BundleWriter.write(BundleReader.parse(VECTORS.at("/bundles/0/bundle").toString())));
    assertThat(Opening.open(opened, DETAILS, List.of())).isEqualTo(opened);
    assertThat(verify(opened).outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void namesAFieldThatIsNotThere() {
    assertThatThrownBy(() -> Opening.open(BUNDLE, DETAILS, List.of("/price")))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("the receipt has no field /price");
  }

  @Test
  void opensNothingFromDetailsOfAnotherReceipt() {
    FieldTree others = FieldTree.of(MASTER, Map.of("/result/words", "1843"));

    assertThatThrownBy(() -> Opening.open(BUNDLE, others, List.of("/result/words")))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("not those that it commits to");
  }

  @Test
  void findsWhatIsKeptNow() throws IOException {
    byte[] digest = ReceiptDigest.of(BUNDLE.domain(), BUNDLE.receipt()).toByteArray();
    byte[] erased = new byte[32];

    List<KeptDetails.Kept> found =
        find(
            List.of(
                record(0, 0, erased, value()),
                record(0, 1, erased, null),
                record(1, 0, digest, value())));

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().partition()).isEqualTo(1);
    assertThat(found.getFirst().digest().toByteArray()).isEqualTo(digest);
    assertThat(ReceiptDetailsCodec.tree(found.getFirst().details()).root())
        .isEqualTo(BUNDLE.receipt().detailsRoot());
  }

  @Test
  void waitsForWhatStandsBehindAnOpenTransaction() throws IOException {
    byte[] digest = ReceiptDigest.of(BUNDLE.domain(), BUNDLE.receipt()).toByteArray();

    assertThat(
            find(List.of(record(0, 0, new byte[32], null)), List.of(record(1, 0, digest, value()))))
        .singleElement()
        .satisfies(kept -> assertThat(kept.digest().toByteArray()).isEqualTo(digest));
  }

  @Test
  void law19ErasureLeavesEveryProofValid() throws IOException {
    byte[] digest = ReceiptDigest.of(BUNDLE.domain(), BUNDLE.receipt()).toByteArray();
    List<KeptDetails.Kept> found = find(List.of(record(1, 0, digest, value())));
    FieldTree kept = ReceiptDetailsCodec.tree(found.getFirst().details());
    Bundle opened = Opening.open(BUNDLE, kept, List.of("/result/words"));

    MockProducer<byte[], byte[]> producer =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    KeptDetails.erase(producer, found);

    ProducerRecord<byte[], byte[]> tombstone = producer.history().getFirst();
    assertThat(tombstone.value()).isNull();
    assertThat(tombstone.key()).isEqualTo(digest);
    assertThat(tombstone.partition()).isEqualTo(1);
    assertThat(find(List.of(record(1, 0, digest, value()), record(1, 1, digest, null)))).isEmpty();
    assertThat(verify(opened).outcome()).isEqualTo(Outcome.OK);
    assertThat(verify(BUNDLE).outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void aBundleWithoutDetailsHasNothingToOpen() throws IOException {
    Path file = folder.resolve("bundle.json");
    Files.writeString(file, VECTORS.at("/bundles/4/bundle").toString());

    CommandRun run = CommandRun.of("disclose", file, "--fields", "/a");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("the receipt commits to no details");
  }

  @Test
  void whatIsNoBundleIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("no.json"), "{}");

    assertThat(CommandRun.of("disclose", file, "--fields", "/a").err()).contains("is no bundle");
    assertThat(CommandRun.of("export-receipt", folder.resolve("away"), "--as", "agentl2").err())
        .contains("there is no file");
  }

  private static VerifyReport verify(Bundle bundle) {
    return Verify.offline()
        .verify(
            "bundle.json",
            BundleWriter.write(bundle),
            Optional.of(Trust.parse(VECTORS.get("trust").toString())));
  }

  private static ReceiptDetailsRecord value() {
    return ReceiptDetailsCodec.record(BUNDLE.receipt(), MASTER, DETAILS);
  }

  private static ConsumerRecord<byte[], byte[]> record(
      int partition, long offset, byte[] key, @Nullable ReceiptDetailsRecord value) {
    return new ConsumerRecord<>(
        TOPIC, partition, offset, key, value == null ? null : WireFormat.encode(7, value));
  }

  private static List<KeptDetails.Kept> find(List<ConsumerRecord<byte[], byte[]>> records)
      throws IOException {
    return find(records, List.of());
  }

  /** What is found of a topic some of whose records can only be read after a while. */
  private static List<KeptDetails.Kept> find(
      List<ConsumerRecord<byte[], byte[]>> records, List<ConsumerRecord<byte[], byte[]>> later)
      throws IOException {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (int partition = 0; partition < 2; partition++) {
      TopicPartition of = new TopicPartition(TOPIC, partition);
      consumer.updateBeginningOffsets(Map.of(of, 0L));
      consumer.updateEndOffsets(Map.of(of, count(records, of)));
      ends.put(of, count(records, of) + count(later, of));
    }
    consumer.schedulePollTask(() -> records.forEach(consumer::addRecord));
    consumer.schedulePollTask(() -> {});
    consumer.schedulePollTask(() -> later.forEach(consumer::addRecord));
    return new KeptDetails(
            KafkaAccess.at("unused:1"),
            (_, bytes) ->
                WireFormat.decode(bytes, Topics.RECEIPT_DETAILS.schema(), Topics.RECEIPT_DETAILS)
                    .orElseThrow())
        .find(consumer, ends, _ -> true);
  }

  private static long count(List<ConsumerRecord<byte[], byte[]>> records, TopicPartition of) {
    return records.stream().filter(record -> record.partition() == of.partition()).count();
  }

  private static Bundle closed(Bundle bundle) {
    List<BundledField> none = List.of();
    Receipt receipt = bundle.receipt();
    return new Bundle(
        bundle.domain(),
        receipt,
        bundle.signature(),
        bundle.entryIndex(),
        bundle.entry(),
        bundle.entryPath(),
        bundle.head(),
        bundle.headPath(),
        bundle.anchor(),
        bundle.logPath(),
        bundle.checkpoint(),
        bundle.chainId(),
        bundle.contract(),
        bundle.anchorHash(),
        none);
  }

  private static JsonNode vectors() {
    try (var in = DisclosureTest.class.getResourceAsStream("/vectors/bundle.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
