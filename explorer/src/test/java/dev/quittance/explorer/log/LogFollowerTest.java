package dev.quittance.explorer.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.explorer.TestSerdes;
import dev.quittance.explorer.store.RocksStore;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.EpochPartitions;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.InterimHeadSigned;
import dev.quittance.schemas.avro.LogInterimHeadsRecord;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final TopicPartition INTERIM =
      new TopicPartition(Topics.LOG_INTERIM_HEADS.name(), 0);

  private final TestSerdes serdes = new TestSerdes();
  @TempDir private Path directory;

  private static LogIdentity log(long topic) {
    return new LogIdentity(
        "log.example/followed",
        1,
        0,
        new UUID(1, topic),
        Bytes32.ZERO,
        new ReceiptDomain(BigInteger.TEN, Address.ZERO),
        Address.ZERO);
  }

  /** Gives the notes from where it is asked for them, and a value of the log that is none. */
  private MockConsumer<byte[], byte[]> consumer(String... notes) {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    TopicPartition receipts = new TopicPartition(Topics.RECEIPTS.name(), 0);
    Map<TopicPartition, Long> begin = new HashMap<>();
    for (String topic :
        List.of(
            receipts.topic(), INTERIM.topic(), Topics.LOG_HEADS.name(), Topics.ANCHORS.name())) {
      begin.put(new TopicPartition(topic, 0), 0L);
    }
    Map<TopicPartition, Long> ends = new HashMap<>(begin);
    ends.put(INTERIM, (long) notes.length);
    ends.put(receipts, 1L);
    consumer.updateBeginningOffsets(begin);
    consumer.updateEndOffsets(ends);
    consumer.schedulePollTask(() -> {
      for (int i = 0; i < notes.length; i++) {
        if (i >= consumer.position(INTERIM)) {
          consumer.addRecord(new ConsumerRecord<>(INTERIM.topic(), 0, i, null, note(notes[i])));
        }
      }
      if (consumer.position(receipts) == 0) {
        consumer.addRecord(new ConsumerRecord<>(receipts.topic(), 0, 0, null, new byte[3]));
      }
    });
    return consumer;
  }

  private byte[] note(String text) {
    return serdes
        .of(Topics.LOG_INTERIM_HEADS)
        .serializer()
        .serialize(
            INTERIM.topic(), new LogInterimHeadsRecord(new InterimHeadSigned(0L, 0, 1L, 1L, text)));
  }

  private LogFollower follow(LogIdentity log, String... notes) {
    LogRecords records =
        new LogRecords(
            serdes,
            new ReceiptsCodec(Map.of()),
            EpochPartitions.first(Topics.RECEIPTS.name(), log.partitionCount()));
    LogFollower follower = LogFollower.open(consumer(notes), records, log, directory);
    await().atMost(PATIENCE).until(follower::isReady);
    return follower;
  }

  @Test
  void goesOnWhereItWasAndBeginsAnewForAnotherLog() {
    try (LogFollower follower = follow(log(1), "first")) {
      assertThat(follower.index().interim(0)).contains("first");
    }
    try (LogFollower follower = follow(log(1), "changed since", "second")) {
      assertThat(follower.index().interim(0)).contains("second");
    }
    try (LogFollower follower = follow(log(2))) {
      assertThat(follower.index().interim(0)).isEmpty();
    }
    try (RocksStore store = RocksStore.open(directory)) {
      assertThat(store.get(LogKeys.offset(Topics.RECEIPTS.name(), 0))).isNotNull();
    }
  }
}
