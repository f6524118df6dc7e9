package dev.quittance.executor;

import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.PlansRecord;
import dev.quittance.schemas.avro.ResultsRecord;
import dev.quittance.schemas.avro.TaskFailed;
import dev.quittance.schemas.avro.TaskReady;
import dev.quittance.schemas.avro.TaskSucceeded;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The stage's topology in a test driver. */
final class ExecutorDriver implements AutoCloseable {
  static final Address HOUSE = Address.fromHex("0x" + "00".repeat(19) + "99");
  private static final String APPLICATION = "executor-test";
  private static final String CHANGELOG = APPLICATION + "-" + ExecutorTopology.RUNS + "-changelog";

  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], PlansRecord> plans;
  private final TestInputTopic<byte[], ResultsRecord> results;

  ExecutorDriver(MemoryBlobs blobs) {
    this(blobs, InlineExecutor::builtin);
  }

  ExecutorDriver(MemoryBlobs blobs, Function<String, Optional<InlineExecutor>> builtins) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
    this.driver =
        new TopologyTestDriver(
            ExecutorTopology.of(new TestSerdes(), blobs, HOUSE, builtins), properties);
    this.plans = input(Topics.PLANS);
    this.results = input(Topics.RESULTS);
  }

  void plan(PlansRecord plan, long appendedAtMs) {
    byte[] key = Objects.requireNonNull(plan.getBody()).getOrderId().bytes();
    plans.pipeInput(key, plan, Instant.ofEpochMilli(appendedAtMs));
  }

  /** A worker's success; without output bytes, the output is cited. */
  void succeed(TaskReady task, Hash32 outputHash, byte @Nullable [] output, long appendedAtMs) {
    ByteBuffer inline = output == null ? null : ByteBuffer.wrap(output);
    result(
        task,
        new TaskSucceeded(
            task.getOrderId(),
            task.getStepId(),
            task.getAttempt(),
            AvroValues.hash32(outputHash.bytes()),
            inline,
            null),
        appendedAtMs);
  }

  void fail(TaskReady task, String code, long appendedAtMs) {
    result(
        task,
        new TaskFailed(
            task.getOrderId(),
            task.getStepId(),
            task.getAttempt(),
            code,
            "it broke",
            false,
            "",
            null,
            null),
        appendedAtMs);
  }

  List<Execution> executions() {
    return output(Topics.EXECUTIONS).readValuesToList().stream()
        .map(record -> Objects.requireNonNull(record.getBody()))
        .toList();
  }

  List<TaskReady> tasks() {
    return output(Topics.TASKS).readValuesToList().stream()
        .map(record -> (TaskReady) record.getBody())
        .toList();
  }

  /** Writes to the runs' store so far; it has one changelog record each. */
  List<KeyValue<byte[], byte[]>> storeWrites() {
    return driver
        .createOutputTopic(CHANGELOG, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readKeyValuesToList();
  }

  /** What a restarted process does: its store is rebuilt from the changelog. */
  void restore(List<KeyValue<byte[], byte[]>> changelog) {
    KeyValueStore<byte[], byte[]> store = driver.getKeyValueStore(ExecutorTopology.RUNS);
    changelog.forEach(write -> store.put(write.key, write.value));
  }

  int storedRuns() {
    KeyValueStore<byte[], byte[]> store = driver.getKeyValueStore(ExecutorTopology.RUNS);
    int runs = 0;
    try (KeyValueIterator<byte[], byte[]> all = store.all()) {
      for (; all.hasNext(); all.next()) {
        runs++;
      }
    }
    return runs;
  }

  @Override
  public void close() {
    driver.close();
  }

  private void result(TaskReady task, Object body, long appendedAtMs) {
    ResultsRecord record = new ResultsRecord(body, null, null);
    results.pipeInput(task.getOrderId().bytes(), record, Instant.ofEpochMilli(appendedAtMs));
  }

  private <V extends SpecificRecord> TestInputTopic<byte[], V> input(Topic<V> topic) {
    return driver.createInputTopic(
        topic.name(), new ByteArraySerializer(), new TestSerdes().of(topic).serializer());
  }

  private <V extends SpecificRecord> TestOutputTopic<byte[], V> output(Topic<V> topic) {
    return driver.createOutputTopic(
        topic.name(), new ByteArrayDeserializer(), new TestSerdes().of(topic).deserializer());
  }
}
