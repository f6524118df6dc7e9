package dev.quittance.executor;

import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.avro.ExecutorMapping;
import dev.quittance.executor.domain.RetryPolicy;
import dev.quittance.executor.domain.admission.AdmissionLimits;
import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.deadletters.Strikes;
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
import dev.quittance.schemas.avro.TasksRecord;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
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
  private static final TestSerdes SERDES = new TestSerdes();
  private final Map<Hash32, byte[]> payloads = new HashMap<>();
  private static final String APPLICATION = "executor-test";
  private static final List<String> STORES =
      List.of(ExecutorTopology.RUNS, ExecutorTopology.TIMERS, ExecutorTopology.ADMITTED);

  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], PlansRecord> plans;
  private final TestInputTopic<byte[], ResultsRecord> results;

  ExecutorDriver(MemoryBlobs blobs) {
    this(blobs, AdmissionLimits.DEFAULT);
  }

  ExecutorDriver(MemoryBlobs blobs, AdmissionLimits limits) {
    this(blobs, limits, Planned.IN_TIME_MS);
  }

  /** One whose process' clock begins at a given time. */
  ExecutorDriver(MemoryBlobs blobs, AdmissionLimits limits, long clockMs) {
    this(blobs, limits, clockMs, InlineExecutor::builtin);
  }

  ExecutorDriver(MemoryBlobs blobs, Function<String, Optional<InlineExecutor>> builtins) {
    this(blobs, AdmissionLimits.DEFAULT, Planned.IN_TIME_MS, builtins);
  }

  private ExecutorDriver(
      MemoryBlobs blobs,
      AdmissionLimits limits,
      long clockMs,
      Function<String, Optional<InlineExecutor>> builtins) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
    this.driver =
        new TopologyTestDriver(
            ExecutorTopology.of(
                SERDES,
                blobs,
                HOUSE,
                limits,
                RetryPolicy.DEFAULT,
                new DeadLetterOffice("executor", SERDES, HOUSE, Strikes.inMemory()),
                builtins),
            properties,
            Instant.ofEpochMilli(clockMs));
    this.plans = input(Topics.PLANS);
    this.results = input(Topics.RESULTS);
  }

  void plan(PlansRecord plan, long appendedAtMs) {
    byte[] key = Objects.requireNonNull(plan.getBody()).getOrderId().bytes();
    plans.pipeInput(key, plan, Instant.ofEpochMilli(appendedAtMs));
  }

  /** A worker's success; without output bytes, the output is cited. */
  void succeed(TaskReady task, Hash32 outputHash, byte @Nullable [] output, long appendedAtMs) {
    succeed(task, outputHash, output, null, appendedAtMs);
  }

  void succeed(
      TaskReady task,
      Hash32 outputHash,
      byte @Nullable [] output,
      @Nullable String evidence,
      long appendedAtMs) {
    ByteBuffer inline = output == null ? null : ByteBuffer.wrap(output);
    result(
        task,
        new TaskSucceeded(
            task.getOrderId(),
            task.getStepId(),
            task.getAttempt(),
            AvroValues.hash32(outputHash.bytes()),
            inline,
            evidence),
        appendedAtMs);
  }

  /** A worker's failure that another attempt may mend. */
  void fail(TaskReady task, FailureCause cause, @Nullable Long retryAfterMs, long appendedAtMs) {
    result(
        task,
        new TaskFailed(
            task.getOrderId(),
            task.getStepId(),
            task.getAttempt(),
            "some-code",
            "it broke",
            false,
            cause.recordName(),
            retryAfterMs,
            "{\"tokens\":3}"),
        appendedAtMs);
  }

  /** A timer's record, whoever wrote it. */
  void fire(Hash32 orderId, String timerId, long dueAtMs, long appendedAtMs) {
    results.pipeInput(
        orderId.bytes(),
        ExecutorMapping.timerFired(orderId, timerId, dueAtMs),
        Instant.ofEpochMilli(appendedAtMs));
  }

  /** Lets the process' clock go on, and with it the time at which timers' records are appended. */
  void passMs(long ms) {
    driver.advanceWallClockTime(Duration.ofMillis(ms));
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

  /** A payload that passed as a record. */
  Optional<byte[]> payload(byte[] sha256) {
    output(Topics.PAYLOADS)
        .readRecordsToList()
        .forEach(kept ->
            payloads.put(
                Hash32.of(kept.key()),
                AvroValues.bytes(Objects.requireNonNull(kept.value().getBody()).getPayload())));
    return Optional.ofNullable(payloads.get(Hash32.of(sha256)));
  }

  List<Execution> executions() {
    return output(Topics.EXECUTIONS).readValuesToList().stream()
        .map(record -> Objects.requireNonNull(record.getBody()))
        .toList();
  }

  /** New tasks; there must be no cancellation among them. */
  List<TaskReady> tasks() {
    return taskRecords().stream().map(TaskReady.class::cast).toList();
  }

  /** New tasks and cancellations. */
  List<Object> taskRecords() {
    return output(Topics.TASKS).readValuesToList().stream().map(TasksRecord::getBody).toList();
  }

  /** Writes to all stores since this was last asked. */
  Map<String, List<KeyValue<byte[], byte[]>>> storeWrites() {
    Map<String, List<KeyValue<byte[], byte[]>>> writes = new TreeMap<>();
    for (String store : STORES) {
      List<KeyValue<byte[], byte[]>> ofStore =
          driver
              .createOutputTopic(
                  APPLICATION + "-" + store + "-changelog",
                  new ByteArrayDeserializer(),
                  new ByteArrayDeserializer())
              .readKeyValuesToList();
      if (!ofStore.isEmpty()) {
        writes.put(store, ofStore);
      }
    }
    return writes;
  }

  /** What a restarted process does: its stores are rebuilt from their changelogs. */
  void restore(Map<String, List<KeyValue<byte[], byte[]>>> changelogs) {
    changelogs.forEach((name, writes) -> {
      KeyValueStore<byte[], byte[]> store = driver.getKeyValueStore(name);
      writes.forEach(write -> store.put(write.key, write.value));
    });
  }

  int storedRuns() {
    return entries(ExecutorTopology.RUNS);
  }

  /** Entries of all stores: zero when every order has ended. */
  int stored() {
    return STORES.stream().mapToInt(this::entries).sum();
  }

  private int entries(String name) {
    KeyValueStore<byte[], byte[]> store = driver.getKeyValueStore(name);
    int entries = 0;
    try (KeyValueIterator<byte[], byte[]> all = store.all()) {
      for (; all.hasNext(); all.next()) {
        entries++;
      }
    }
    return entries;
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
