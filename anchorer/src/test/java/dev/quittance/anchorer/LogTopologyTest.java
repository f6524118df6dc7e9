package dev.quittance.anchorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.EpochStart;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.AnchorsRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wiring, as Kafka Streams runs it; the driver gives every topic one partition. */
class LogTopologyTest {
  private static final int LOGS = 5;
  private final TestSerdes serdes = new TestSerdes();
  @TempDir Path directory;

  @Test
  void aLogOfOnePartitionGivesTheReplaysAnchors() {
    long first = System.nanoTime();
    for (long seed = first; seed < first + LOGS; seed++) {
      RandomLog log = RandomLog.onePartition(seed);
      assertThat(anchors(log))
          .as("seed %d", seed)
          .isEqualTo(log.replay().stream().map(period -> period.record().encode()).toList())
          .isNotEmpty();
    }
  }

  @Test
  void hasThreeSubTopologiesThatOnlyTopicsConnect() {
    Topology topology = topology(RandomLog.onePartition(1));
    Set<Set<String>> sources =
        topology.describe().subtopologies().stream()
            .map(sub ->
                sub.nodes().stream()
                    .map(node -> node.name())
                    .filter(name -> name.startsWith("from-"))
                    .collect(Collectors.toSet()))
            .collect(Collectors.toSet());
    assertThat(sources)
        .containsExactlyInAnyOrder(
            Set.of(LogTopology.FROM_RECEIPTS),
            Set.of(LogTopology.FROM_POSTINGS),
            Set.of(LogTopology.FROM_LOG_HEADS, LogTopology.FROM_SETTLEMENT_ROWS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"postings", "log-heads", "settlement-rows"})
  void junkOnATopicOfTheStageItselfStopsIt(String topic) {
    try (TopologyTestDriver driver = driver(RandomLog.onePartition(1))) {
      TestInputTopic<byte[], byte[]> junk = input(driver, topic);
      assertThatThrownBy(() -> junk.pipeInput(null, new byte[] {1, 2, 3}))
          .rootCause()
          .hasMessageContaining("not a " + topic);
    }
  }

  private List<Bytes> anchors(RandomLog log) {
    try (TopologyTestDriver driver = driver(log)) {
      TestInputTopic<byte[], byte[]> receipts = input(driver, Topics.RECEIPTS.name());
      for (SimulatedTopic.Entry entry : log.partition(0)) {
        receipts.pipeInput(
            new TestRecord<>(entry.keyBytes(), entry.valueBytes(), null, entry.timestamp()));
      }
      return driver
          .createOutputTopic(
              Topics.ANCHORS.name(),
              new ByteArrayDeserializer(),
              serdes.of(Topics.ANCHORS).deserializer())
          .readValuesToList()
          .stream()
          .map(LogTopologyTest::anchor)
          .toList();
    }
  }

  private static Bytes anchor(AnchorsRecord record) {
    return Bytes.wrap(AvroValues.bytes(Objects.requireNonNull(record.getBody()).getAnchor()));
  }

  private static TestInputTopic<byte[], byte[]> input(TopologyTestDriver driver, String topic) {
    return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private Topology topology(RandomLog log) {
    return LogTopology.of(
        log.log(),
        EpochStart.first(Topics.RECEIPTS.name()),
        RandomLog.CODEC::decode,
        RandomLog.NOTE_SEED,
        Secp256k1Signatures.preferred(),
        serdes);
  }

  private TopologyTestDriver driver(RandomLog log) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    return new TopologyTestDriver(topology(log), settings);
  }
}
