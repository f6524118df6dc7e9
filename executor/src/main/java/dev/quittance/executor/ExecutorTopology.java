package dev.quittance.executor;

import dev.quittance.executor.domain.RetryPolicy;
import dev.quittance.executor.domain.RunDecider;
import dev.quittance.executor.domain.admission.AdmissionLimits;
import dev.quittance.platform.blob.BlobStore;
import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.metrics.ObservedTopology;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * {@code plans} and {@code results} → {@code executions}, and {@code tasks} for workers.
 *
 * <pre>
 * plans ────▶ executor-plans ────┬──▶ executions, payloads
 *                                ├──▶ tasks ──▶ workers ──▶ results
 * results ──▶ executor-results ──┼──▶ timers-fired ───────▶ results
 *   ▲             │              └──▶ admission-requests ─▶ admissions
 *   │             ├ runs: orderId → plan, order, where its steps stand           │
 *   │             └ timers: dueAt, orderId, timer                                │
 *   └──── admissions-granted ◀──── admission ◀───────────────────────────────────┘
 *                                     └ admitted: attempts that run or wait
 *
 * each of the three ──▶ the dead letters of its topic and, for the order, executions
 * </pre>
 *
 * <p>{@code results} is the inbox of an order that is on its way: what became of tasks, room for an
 * attempt, a time that has come. Whatever moves a run is a record there, and is decided when it is
 * read. Both inputs of the runs are keyed by orderId and partitioned alike, and both processors
 * share the stores of their task.
 *
 * <p>Steps of built-in executors run in place, inside of the record that makes them ready; for all
 * others room is asked, and they become tasks when it is given. {@code tasks} and {@code results}
 * are all that the orchestrator and its workers have in common. A run is stored while it waits for
 * workers, and forgotten when its last step has ended: {@code plans} holds each order once, and a
 * result that no run waits for is passed by. An order that needs no worker touches no store.
 *
 * <p>Admission is a part of its own because its limits span orders: {@code admissions} has one
 * partition, so one decider sees all that tenants, agents and providers have under way.
 */
public final class ExecutorTopology {
  static final String PLANS = "plans";
  static final String RESULTS = "results";
  static final String EXECUTOR_PLANS = "executor-plans";
  static final String EXECUTOR_RESULTS = "executor-results";
  static final String RUNS = "runs";
  static final String TIMERS = "timers";
  static final String EXECUTIONS = "executions";
  static final String TASKS = "tasks";
  static final String PAYLOADS = "payloads";
  static final String TIMERS_FIRED = "timers-fired";
  static final String ADMISSION_REQUESTS = "admission-requests";
  static final String ADMISSIONS = "admissions";
  static final String ADMISSION = "admission";
  static final String ADMITTED = "admitted";
  static final String ADMISSIONS_GRANTED = "admissions-granted";

  /**
   * Stores whose entries live for seconds: with the defaults, a gigabyte of what was deleted long
   * ago would have to be read before a process is back at work.
   */
  private static final Map<String, String> SHORT_CHANGELOG =
      Map.of(
          "segment.bytes", Integer.toString(32 * 1024 * 1024),
          "delete.retention.ms", Integer.toString(10 * 60 * 1000));

  private ExecutorTopology() {}

  /**
   * Wires the topology with the built-in executors.
   *
   * @param office takes what crashes
   */
  public static Topology of(
      RecordSerdes serdes,
      BlobStore blobs,
      Address houseAgent,
      AdmissionLimits limits,
      RetryPolicy retries,
      DeadLetterOffice office) {
    return of(serdes, blobs, houseAgent, limits, retries, office, InlineExecutor::builtin);
  }

  /**
   * Wires the topology.
   *
   * @param builtins what plans mean by names that begin with {@code builtin/}
   */
  static Topology of(
      RecordSerdes serdes,
      BlobStore blobs,
      Address houseAgent,
      AdmissionLimits limits,
      RetryPolicy retries,
      DeadLetterOffice office,
      Function<String, Optional<InlineExecutor>> builtins) {
    RunDecider decider = new RunDecider(retries);
    Function<ProcessorContext<byte[], SpecificRecord>, Runs> runs =
        context -> new Runs(context, decider, blobs, new InlineRunner(builtins, blobs), houseAgent);
    Topology topology = ObservedTopology.create();
    addRuns(topology, serdes, blobs, office, runs);
    addAdmission(topology, serdes, limits, office);
    return topology;
  }

  private static void addRuns(
      Topology topology,
      RecordSerdes serdes,
      BlobStore blobs,
      DeadLetterOffice office,
      Function<ProcessorContext<byte[], SpecificRecord>, Runs> runs) {
    addSource(topology, serdes, PLANS, Topics.PLANS);
    addSource(topology, serdes, RESULTS, Topics.RESULTS);
    office.addProcessor(
        topology, EXECUTOR_PLANS, Topics.PLANS, () -> new PlansProcessor(runs), PLANS);
    office.addProcessor(
        topology,
        EXECUTOR_RESULTS,
        Topics.RESULTS,
        () -> new ResultsProcessor(new ResultIntake(blobs), runs),
        RESULTS);
    topology
        .addStateStore(
            store(Stores.persistentKeyValueStore(RUNS)), EXECUTOR_PLANS, EXECUTOR_RESULTS)
        .addStateStore(
            // In memory, since what is taken from the front of a log-structured store is read
            // over by every look at the front until it is compacted.
            store(Stores.inMemoryKeyValueStore(TIMERS)), EXECUTOR_PLANS, EXECUTOR_RESULTS);
    addSink(topology, serdes, EXECUTIONS, Topics.EXECUTIONS, EXECUTOR_PLANS, EXECUTOR_RESULTS);
    addSink(topology, serdes, PAYLOADS, Topics.PAYLOADS, EXECUTOR_PLANS, EXECUTOR_RESULTS);
    addSink(topology, serdes, TASKS, Topics.TASKS, EXECUTOR_PLANS, EXECUTOR_RESULTS);
    addSink(
        topology, serdes, ADMISSION_REQUESTS, Topics.ADMISSIONS, EXECUTOR_PLANS, EXECUTOR_RESULTS);
    addSink(topology, serdes, TIMERS_FIRED, Topics.RESULTS, EXECUTOR_RESULTS);
  }

  private static void addAdmission(
      Topology topology, RecordSerdes serdes, AdmissionLimits limits, DeadLetterOffice office) {
    addSource(topology, serdes, ADMISSIONS, Topics.ADMISSIONS);
    office.addProcessor(
        topology, ADMISSION, Topics.ADMISSIONS, () -> new AdmissionProcessor(limits), ADMISSIONS);
    topology.addStateStore(store(Stores.persistentKeyValueStore(ADMITTED)), ADMISSION);
    addSink(topology, serdes, ADMISSIONS_GRANTED, Topics.RESULTS, ADMISSION);
  }

  private static void addSource(
      Topology topology, RecordSerdes serdes, String name, Topic<?> topic) {
    topology.addSource(
        name, new ByteArrayDeserializer(), serdes.of(topic).deserializer(), topic.name());
  }

  private static void addSink(
      Topology topology, RecordSerdes serdes, String name, Topic<?> topic, String... parents) {
    topology.addSink(
        name, topic.name(), new ByteArraySerializer(), serdes.of(topic).serializer(), parents);
  }

  private static StoreBuilder<?> store(KeyValueBytesStoreSupplier supplier) {
    return Stores.keyValueStoreBuilder(supplier, Serdes.ByteArray(), Serdes.ByteArray())
        .withLoggingEnabled(SHORT_CHANGELOG);
  }
}
