package dev.quittance.executor;

import dev.quittance.platform.blob.BlobStore;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.metrics.ObservedTopology;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.schemas.Topics;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.Stores;

/**
 * {@code plans} and {@code results} → {@code executions}, and {@code tasks} for workers.
 *
 * <pre>
 * plans ────▶ executor-plans ────┬──▶ executions
 *                                │
 * results ──▶ executor-results ──┴──▶ tasks ──▶ workers ──▶ results
 *                 └ runs: orderId → plan, order, where its steps stand
 * </pre>
 *
 * <p>Both inputs are keyed by orderId and partitioned alike, and both processors share the store of
 * their task. Steps of built-in executors run in place, inside of the record that makes them ready;
 * all others become tasks. {@code tasks} and {@code results} are all that the orchestrator and its
 * workers have in common. A run is stored while it waits for workers, and forgotten when its last
 * step has ended: {@code plans} holds each order once, and a result that no run waits for is passed
 * by.
 */
public final class ExecutorTopology {
  static final String PLANS = "plans";
  static final String RESULTS = "results";
  static final String EXECUTOR_PLANS = "executor-plans";
  static final String EXECUTOR_RESULTS = "executor-results";
  static final String RUNS = "runs";
  static final String EXECUTIONS = "executions";
  static final String TASKS = "tasks";

  private ExecutorTopology() {}

  /** Wires the topology with the built-in executors. */
  public static Topology of(RecordSerdes serdes, BlobStore blobs, Address houseAgent) {
    return of(serdes, blobs, houseAgent, InlineExecutor::builtin);
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
      Function<String, Optional<InlineExecutor>> builtins) {
    Function<ProcessorContext<byte[], SpecificRecord>, Runs> runs =
        context -> new Runs(context, blobs, new InlineRunner(builtins, blobs), houseAgent);
    Topology topology =
        ObservedTopology.create()
            .addSource(
                PLANS,
                new ByteArrayDeserializer(),
                serdes.of(Topics.PLANS).deserializer(),
                Topics.PLANS.name())
            .addSource(
                RESULTS,
                new ByteArrayDeserializer(),
                serdes.of(Topics.RESULTS).deserializer(),
                Topics.RESULTS.name())
            .addProcessor(EXECUTOR_PLANS, () -> new PlansProcessor(runs), PLANS)
            .addProcessor(
                EXECUTOR_RESULTS,
                () -> new ResultsProcessor(new ResultIntake(blobs), runs),
                RESULTS)
            .addStateStore(
                Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(RUNS), Serdes.ByteArray(), Serdes.ByteArray()),
                EXECUTOR_PLANS,
                EXECUTOR_RESULTS);
    addSinks(topology, serdes);
    return topology;
  }

  private static void addSinks(Topology topology, RecordSerdes serdes) {
    topology
        .addSink(
            EXECUTIONS,
            Topics.EXECUTIONS.name(),
            new ByteArraySerializer(),
            serdes.of(Topics.EXECUTIONS).serializer(),
            EXECUTOR_PLANS,
            EXECUTOR_RESULTS)
        .addSink(
            TASKS,
            Topics.TASKS.name(),
            new ByteArraySerializer(),
            serdes.of(Topics.TASKS).serializer(),
            EXECUTOR_PLANS,
            EXECUTOR_RESULTS);
  }
}
