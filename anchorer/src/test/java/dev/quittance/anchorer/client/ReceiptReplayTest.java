package dev.quittance.anchorer.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.anchorer.TestSerdes;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.crypto.SigningKey;
import dev.quittance.receipts.log.AcceptedSchema;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.LogEpochs;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.PeriodClose;
import dev.quittance.receipts.log.PeriodSchedule;
import dev.quittance.receipts.log.PeriodSchedule.CatchUp;
import dev.quittance.receipts.log.SignatureCheck;
import dev.quittance.schemas.AcceptedSchemas;
import dev.quittance.schemas.EpochTopics;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topics;
import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptReplayTest {
  private static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();
  private static final int LANES = 2;
  private static final SigningKey OPERATOR = SIGNATURES.key(Sha256.hash(new byte[] {7}));
  private static final long START_S = 1_000;
  private static final int CADENCE_S = 10;
  private static final long NOW_MS = 2_000_000;
  private static final byte[] STRAY = {1, 2, 3};

  private final LogEpochs epochs =
      LogEpochs.first(LogEpoch.first(rules(0, Topics.RECEIPTS.name()), new UUID(1, 2)))
          .with(
              new LogEpoch(
                  rules(1, EpochTopics.of(1).name()), new UUID(3, 4), 1, START_S + CADENCE_S));

  @Test
  void aReplayGoesOnWithTheNextEpoch() {
    assertThat(anchors(-1)).hasSize(2).doesNotContain(Optional.empty());
  }

  /** Or else whoever may write to an old topic could keep the log from being anchored. */
  @ParameterizedTest(name = "lane {0}")
  @ValueSource(ints = {0, 1})
  void whatStandsAfterTheEndOfAnEpochChangesNothing(int lane) {
    assertThat(anchors(lane)).isEqualTo(anchors(-1));
  }

  /**
   * The hashes of periods 0 and 1, each in an epoch of its own.
   *
   * @param strayLane where something stands after the first epoch's end; -1 for none
   */
  private List<Optional<Bytes32>> anchors(int strayLane) {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    Map<TopicPartition, Long> starts = new HashMap<>();
    for (String topic : epochs.topics()) {
      for (int lane = 0; lane < LANES; lane++) {
        starts.put(new TopicPartition(topic, lane), 0L);
      }
    }
    consumer.updateBeginningOffsets(starts);
    try (ReceiptReplay replay =
        new ReceiptReplay(consumer, epochs, SIGNATURES, SignatureCheck.always(SIGNATURES))) {
      String first = epochs.topics().getFirst();
      close(consumer, first, 0, 0);
      if (strayLane == 0) {
        consumer.addRecord(record(first, 0, 1, STRAY));
      }
      replay.readOn(Duration.ZERO);
      close(consumer, first, 1, 0);
      if (strayLane == 1) {
        consumer.addRecord(record(first, 1, 1, STRAY));
      }
      assertThat(replay.readOn(Duration.ZERO)).isTrue();
      for (int lane = 0; lane < LANES; lane++) {
        close(consumer, epochs.newest().topic(), lane, 1);
      }
      assertThat(replay.readOn(Duration.ZERO)).isTrue();
      assertThat(replay.anchorHash(2)).isEmpty();
      return List.of(replay.anchorHash(0), replay.anchorHash(1));
    }
  }

  private void close(MockConsumer<byte[], byte[]> consumer, String topic, int lane, long seq) {
    long start = START_S + seq * CADENCE_S;
    PeriodClose close =
        new PeriodClose(
            epochs.newest().identity().logId(), seq, start, start + CADENCE_S, lane, LANES);
    byte[] value =
        new TestSerdes()
            .of(Topics.RECEIPTS)
            .serializer()
            .serialize(topic, ReceiptsCodec.record(close.sign(SIGNATURES, OPERATOR)));
    consumer.addRecord(record(topic, lane, 0, value));
  }

  private static ConsumerRecord<byte[], byte[]> record(
      String topic, int lane, long offset, byte[] value) {
    return new ConsumerRecord<>(
        topic,
        lane,
        offset,
        NOW_MS,
        TimestampType.LOG_APPEND_TIME,
        0,
        value.length,
        null,
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  private static LogRules rules(int epoch, String topic) {
    return new LogRules(
        "log.example/replayed",
        epoch,
        new ReceiptDomain(BigInteger.ONE, OPERATOR.address()),
        topic,
        LANES,
        List.of(
            new AcceptedSchema(
                TestSerdes.SCHEMA_ID, AcceptedSchemas.fingerprint(Topics.RECEIPTS.schema()))),
        OPERATOR.address(),
        new PeriodSchedule(START_S, CADENCE_S, CatchUp.EACH));
  }
}
