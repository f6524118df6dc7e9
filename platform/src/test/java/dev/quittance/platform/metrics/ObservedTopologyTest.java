package dev.quittance.platform.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.trace.TraceParent;
import dev.quittance.platform.trace.WorkInHand;
import dev.quittance.schemas.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class ObservedTopologyTest {
  private static final Hash32 ORDER = Hash32.sha256(new byte[] {7});
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Seen> seen = new ArrayList<>();

  /** What a thread could say about its work. */
  private record Seen(String stage, Optional<String> orderId, Optional<String> traceId) {}

  @Test
  void recordsAreCountedTimedAndInHand() {
    try (TopologyTestDriver driver = driver()) {
      input(driver).pipeInput(record(ORDER.bytes(), "fine", NOW.minusSeconds(3)));
    }

    assertThat(seen)
        .containsExactly(
            new Seen(
                "planner",
                Optional.of(ORDER.hex()),
                Optional.of("0af7651916cd43dd8448eb211c80319c")));
    assertThat(WorkInHand.current()).isEmpty();
    assertThat(records("processed")).isEqualTo(1);
    assertThat(meters.get("quittance.stage.duration").timer().totalTime(TimeUnit.SECONDS))
        .isEqualTo(3);
  }

  @Test
  void recordsThatCrashAreCountedAsFailed() {
    try (TopologyTestDriver driver = driver()) {
      assertThatThrownBy(() -> input(driver).pipeInput(record(ORDER.bytes(), "crash", NOW)))
          .hasRootCauseMessage("crash");
    }

    assertThat(WorkInHand.current()).isEmpty();
    assertThat(records("failed")).isEqualTo(1);
    assertThat(records("processed")).isZero();
  }

  @Test
  void keysThatAreNoOrderIdAreNotShownAsOne() {
    try (TopologyTestDriver driver = driver()) {
      input(driver).pipeInput(record("acme".getBytes(StandardCharsets.UTF_8), "fine", NOW));
    }

    assertThat(seen).extracting(Seen::orderId).containsExactly(Optional.empty());
  }

  @Test
  void withoutAnObserverNothingIsMeasured() {
    try (TopologyTestDriver driver = new TopologyTestDriver(topology(), properties(), NOW)) {
      input(driver).pipeInput(record(ORDER.bytes(), "fine", NOW));
    }

    assertThat(seen).hasSize(1);
    assertThat(meters.getMeters()).isEmpty();
  }

  @Test
  void saysWhatATopologyReadsAndWrites() {
    assertThat(StageAccess.of(topology()))
        .isEqualTo(StageAccess.none().consuming(Topics.ORDERS).emitting(Topics.PLANS));
  }

  private double records(String outcome) {
    return meters.get("quittance.stage.records").tag("outcome", outcome).counter().count();
  }

  private TopologyTestDriver driver() {
    Properties properties = properties();
    properties.put(StageObserver.CONFIG, StageObserver.of(meters, "planner"));
    return new TopologyTestDriver(topology(), properties, NOW);
  }

  private static Properties properties() {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
    return properties;
  }

  private static TestInputTopic<byte[], byte[]> input(TopologyTestDriver driver) {
    return driver.createInputTopic(
        Topics.ORDERS.name(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        NOW,
        Duration.ZERO);
  }

  private static TestRecord<byte[], byte[]> record(byte[] key, String value, Instant appended) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(TraceParent.HEADER, TRACE.getBytes(StandardCharsets.US_ASCII));
    return new TestRecord<>(key, value.getBytes(StandardCharsets.UTF_8), headers, appended);
  }

  private Topology topology() {
    return ObservedTopology.create()
        .addSource(
            "orders",
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer(),
            Topics.ORDERS.name())
        .addProcessor("look", Look::new, "orders")
        .addSink(
            "plans",
            Topics.PLANS.name(),
            new ByteArraySerializer(),
            new ByteArraySerializer(),
            "look");
  }

  /** Notes what is in hand, and crashes when told to. */
  private final class Look extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    @Override
    public void process(Record<byte[], byte[]> record) {
      WorkInHand work = WorkInHand.current().orElseThrow();
      seen.add(new Seen(work.stage(), work.orderId(), work.traceId()));
      String value = new String(record.value(), StandardCharsets.UTF_8);
      if (value.equals("crash")) {
        throw new IllegalStateException(value);
      }
      context().forward(record);
    }
  }
}
