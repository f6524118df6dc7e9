package dev.quittance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.line.LineStages;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.http.BlockingHttp;
import dev.quittance.platform.trace.TraceParent;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each stage as a process of its own, as {@code quittance up} runs them: their health and
 * measurements, an order with its trace through all of them, a kill, a stop.
 */
@Tag("long")
class ProcessesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration READ_PATIENCE = Duration.ofMinutes(1);
  private static final String TENANT = "northwind-outdoor";
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final BlockingHttp http = new BlockingHttp(20_000);

  @Test
  void stagesAreProcessesThatCanBeWatchedKilledAndStopped(@TempDir Path folder) throws IOException {
    DemoData data = new DemoData(folder.resolve("data"));
    try (http;
        UpProcess up =
            UpProcess.start(
                folder, "up", "--json", "--port", "0", "--data", data.root().toString())) {
      JsonNode line = up.await("the line", 0, PATIENCE, event -> is(event, "line"));
      everyProcessShowsHowItIs(up);

      String orderId = order(line.path("gateway").asText(), data);
      theTraceIsOnEveryRecordOf(orderId, data.settings());

      double seconds = killAndAwait(up, "planner");
      System.out.printf("a killed planner was ready again after %.1f s%n", seconds);
      order(line.path("gateway").asText(), data);
      assertThat(unpackedBy("planner-1", data)).as("the killed one's are removed").hasSize(1);

      aSecondProcessOfTheSameInstanceIsRefused(folder, data);
      aProcessThatIsStillStartingStopsInOrder(folder, data);

      List<ProcessHandle> children = up.children();
      assertThat(children).hasSizeGreaterThanOrEqualTo(LineStages.NAMES.size());
      assertThat(up.terminate()).as(up.said()).isZero();
      assertThat(children).noneMatch(ProcessHandle::isAlive);
      assertThat(up.events().stream().filter(event -> is(event, "stopped")))
          .hasSize(LineStages.NAMES.size())
          .allMatch(event -> event.path("exitCode").asInt() == 0);
    }
  }

  private void everyProcessShowsHowItIs(UpProcess up) throws IOException {
    Set<String> stages = new TreeSet<>();
    for (JsonNode event : up.events()) {
      if (is(event, "ready")) {
        String url = event.path("url").asText();
        String stage = event.path("stage").asText();
        stages.add(stage);
        assertThat(get(url + "/health/live").status()).isEqualTo(200);
        assertThat(Orders.parse(get(url + "/health/ready").body()).path("process").asText())
            .isEqualTo(stage);
        assertThat(get(url + "/metrics").body())
            .contains("quittance_build_info")
            .contains("quittance_stage_records_total")
            .contains("quittance_stage_duration_seconds_bucket")
            .contains("jvm_memory_used_bytes");
        await()
            .atMost(READ_PATIENCE)
            .untilAsserted(() ->
                assertThat(get(url + "/metrics").body())
                    .contains("quittance_consumer_lag_records")
                    .contains("quittance_consumer_lag_seconds"));
      }
    }
    assertThat(stages).containsExactlyInAnyOrderElementsOf(LineStages.NAMES);
  }

  private String order(String gateway, DemoData data) throws IOException {
    BlockingHttp.Answer answer =
        http.send(
            HttpMethod.POST,
            gateway + "/v1/orders",
            Map.of(
                "Authorization",
                "Bearer " + data.apiKey(TENANT),
                "Content-Type",
                "application/json",
                TraceParent.HEADER,
                TRACE),
            new Orders(data.asset()).good().toString().getBytes(StandardCharsets.UTF_8));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.headers()).containsEntry(TraceParent.HEADER, TRACE);
    String orderId = Orders.parse(answer.body()).path("orderId").asText();
    try (Gateway reader = new Gateway(gateway, data.apiKey(TENANT))) {
      reader.outcome(orderId);
    }
    return orderId;
  }

  private static void theTraceIsOnEveryRecordOf(String orderId, Settings settings) {
    List<Topic<?>> topics =
        List.of(
            Topics.ORDER_REQUESTS,
            Topics.ORDERS,
            Topics.PLANS,
            Topics.EXECUTIONS,
            Topics.RECEIPTS,
            Topics.SETTLEMENTS);
    byte[] key = HexFormat.of().parseHex(orderId.substring(2));
    try (Consumer<byte[], byte[]> reader = SettingsWiring.kafkaAccess(settings).follower()) {
      for (Topic<?> topic : topics) {
        assertThat(TraceParent.of(find(reader, topic, key).headers()))
            .as("the trace in " + topic.name())
            .contains(new TraceParent(TRACE));
      }
    }
  }

  private static ConsumerRecord<byte[], byte[]> find(
      Consumer<byte[], byte[]> reader, Topic<?> topic, byte[] key) {
    List<TopicPartition> partitions =
        reader.partitionsFor(topic.name()).stream()
            .map(it -> new TopicPartition(topic.name(), it.partition()))
            .toList();
    reader.assign(partitions);
    reader.seekToBeginning(partitions);
    long end = System.nanoTime() + READ_PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(500))) {
        if (java.util.Arrays.equals(record.key(), key)) {
          return record;
        }
      }
    }
    throw new AssertionError("no record of the order in " + topic.name());
  }

  private static double killAndAwait(UpProcess up, String stage) {
    JsonNode running = last(up, stage, "ready");
    int before = up.events().size();
    long began = System.nanoTime();
    ProcessHandle.of(running.path("pid").asLong()).orElseThrow().destroyForcibly();
    JsonNode died =
        up.await(stage + " dies", before, PATIENCE, event -> is(event, "died") && of(event, stage));
    assertThat(died.path("exitCode").asInt()).isEqualTo(137);
    JsonNode again =
        up.await(
            stage + " is back", before, PATIENCE, event -> is(event, "ready") && of(event, stage));
    assertThat(again.path("pid").asLong()).isNotEqualTo(running.path("pid").asLong());
    return (System.nanoTime() - began) / 1e9;
  }

  /** Copies of RocksDB's native library, 15 MB each, which a process that is killed leaves. */
  private static List<Path> unpackedBy(String instance, DemoData data) throws IOException {
    try (Stream<Path> files = Files.list(data.root().resolve("stages/" + instance + ".tmp"))) {
      return files.filter(file -> file.getFileName().toString().contains("rocksdbjni")).toList();
    }
  }

  private static void aSecondProcessOfTheSameInstanceIsRefused(Path folder, DemoData data)
      throws IOException {
    try (UpProcess second =
        UpProcess.start(
            folder,
            "run",
            "prover",
            "--config",
            data.settingsFile().toString(),
            "--instance",
            "prover-1",
            "--port",
            "0")) {
      await().atMost(PATIENCE).until(() -> !second.isAlive());
      assertThat(second.exitCode()).as(second.said()).isEqualTo(2);
      assertThat(second.said())
          .contains("stage prover is run already, as instance prover-1, by process")
          .contains("--instance NAME");
    }
  }

  private static void aProcessThatIsStillStartingStopsInOrder(Path folder, DemoData data)
      throws IOException {
    try (UpProcess starting =
        UpProcess.start(
            folder,
            "run",
            "prover",
            "--config",
            data.settingsFile().toString(),
            "--instance",
            "prover-2",
            "--port",
            "0",
            "--log",
            "json")) {
      // The lock is the first that it takes; readiness is many seconds away.
      Path lock = data.settings().data().resolve("instances/prover-2/prover.lock");
      await().atMost(PATIENCE).until(() -> Files.exists(lock));
      assertThat(starting.terminate()).as(starting.said()).isZero();
    }
  }

  private static JsonNode last(UpProcess up, String stage, String kind) {
    return up.events().stream()
        .filter(event -> is(event, kind) && of(event, stage))
        .reduce((_, later) -> later)
        .orElseThrow();
  }

  private BlockingHttp.Answer get(String url) throws IOException {
    return http.send(HttpMethod.GET, url, Map.of(), null);
  }

  private static boolean is(JsonNode event, String kind) {
    return event.path("event").asText().equals(kind);
  }

  private static boolean of(JsonNode event, String stage) {
    return event.path("stage").asText().equals(stage);
  }
}
