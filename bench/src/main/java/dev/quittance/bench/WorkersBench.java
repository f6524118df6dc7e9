package dev.quittance.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.executor.worker.ExecutorRegistry;
import dev.quittance.executor.worker.Workers;
import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.stage.ExecutorDefinition;
import dev.quittance.platform.stage.ExecutorSettings;
import dev.quittance.schemas.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures slow calls in flight: tasks from a broker, each called, each result committed with its
 * offset, as in production; only the other side is made of sleep.
 *
 * <p>Everything is in this process: broker, workers, and the load with the consumer that watches
 * it. All of them count in processor time. Not thread-safe.
 */
public final class WorkersBench {
  private static final int LANES = 6;
  private static final int OUTPUT_BYTES = ExecutorSettings.none().outputBytes();
  private static final Duration DRAIN = Duration.ofSeconds(1);

  /** Of what is seen to be done at most; at the rate itself every hiccup makes a queue. */
  private static final double DELAY_LOAD = 0.9;

  private static final String TASKS = Topics.TASKS.name();
  private static final String RESULTS = Topics.RESULTS.name();

  private final WorkersBenchOptions options;
  private final Consumer<String> progress;
  private final KafkaAccess kafka;
  private final UnderTest workers;
  private final SleepingSide side;
  private final BenchTasks tasks;

  private WorkersBench(
      WorkersBenchOptions options,
      Consumer<String> progress,
      KafkaAccess kafka,
      UnderTest workers,
      SleepingSide side) {
    this.options = options;
    this.progress = progress;
    this.kafka = kafka;
    this.workers = workers;
    this.side = side;
    this.tasks = new BenchTasks(new UnregisteredSerdes(), System.currentTimeMillis());
  }

  /**
   * Measures; takes about a minute. Its data is removed again.
   *
   * @param progress told what goes on, a line each time
   * @throws dev.quittance.line.LineProblem when the workers stop or stall
   */
  public static WorkersBenchResult run(WorkersBenchOptions options, Consumer<String> progress)
      throws IOException {
    Path folder = Files.createTempDirectory("quittance-bench-");
    SleepingSide side = new SleepingSide(Duration.ofMillis(options.latencyMs()));
    try (EmbeddedKafka broker =
        EmbeddedKafka.start(folder.resolve("kafka"), EmbeddedKafka.Options.singleNode())) {
      KafkaAccess kafka = KafkaAccess.at(broker.bootstrapServers());
      BenchTopics.create(kafka, List.of(TASKS, RESULTS), LANES);
      try (UnderTest workers = start(options, kafka, folder, side)) {
        progress.accept("broker and workers are up");
        return new WorkersBench(options, progress, kafka, workers, side).measure();
      }
    } finally {
      BenchFolder.remove(folder);
    }
  }

  private static UnderTest start(
      WorkersBenchOptions options, KafkaAccess kafka, Path folder, SleepingSide side) {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    ExecutorSettings settings =
        new ExecutorSettings(
            options.inFlight(),
            DRAIN,
            OUTPUT_BYTES,
            ExecutorSettings.none().limits(),
            Map.of(
                BenchTasks.EXECUTOR,
                new ExecutorDefinition(
                    SleepingSide.TYPE,
                    BenchTasks.EXECUTOR,
                    JsonNodeFactory.instance.objectNode(),
                    Map.of())));
    Workers workers =
        Workers.start(
            new Workers.Parts(
                kafka,
                new UnregisteredSerdes(),
                new DirectoryBlobStore(folder.resolve("blobs")),
                (_, _) -> List.of(),
                "bench-workers",
                "bench",
                options.inFlight(),
                DRAIN,
                OUTPUT_BYTES),
            ExecutorRegistry.open(settings, List.of(side), Clock.systemUTC()),
            new SimpleMeterRegistry(),
            problem -> failure.compareAndSet(null, problem));
    UnderTest started = new UnderTest("workers", TASKS, RESULTS, RESULTS, workers::close, failure);
    started.awaitReady(workers::isReady);
    return started;
  }

  private WorkersBenchResult measure() {
    backlog("warm", options.warmUp(), new CpuWindow(0, 1, ProcessUsage::cpu, System::nanoTime));
    progress.accept("warmed up with %,d calls".formatted(options.warmUp()));
    CpuWindow window =
        new CpuWindow(
            options.inFlight(),
            options.calls() - options.inFlight(),
            ProcessUsage::cpu,
            System::nanoTime);
    SteadyState saturated =
        backlog("backlog", options.calls(), window).steadyState(options.inFlight());
    progress.accept(
        String.format(
            Locale.ROOT,
            "%,d calls: %,.0f a second on %.2f processors",
            options.calls(),
            saturated.perSecond(),
            window.cores()));
    Latency latency = steadily(saturated.perSecond() * DELAY_LOAD);
    return new WorkersBenchResult(
        Machine.here(), options, saturated, window.cores(), side.mostInFlight(), latency);
  }

  private Journeys backlog(String phase, int count, CpuWindow window) {
    List<PreparedRecord> records = tasks.tasks(phase, count);
    Journeys journeys = new Journeys(records, RESULTS, RESULTS);
    TopicTail.Sink watched =
        (entry, seenAtNs) -> {
          journeys.take(entry, seenAtNs);
          window.reached(journeys.finished());
        };
    try (TopicTail _ = TopicTail.open(kafka, List.of(RESULTS), watched);
        Load load = new Load(kafka, TASKS)) {
      load.backlog(records, journeys);
      workers.await(journeys);
    }
    return journeys;
  }

  private Latency steadily(double perSecond) {
    int skipped = (int) Math.ceil(perSecond * (1 + options.latencyMs() / 1e3));
    int count = skipped + (int) Math.ceil(perSecond * options.seconds());
    List<PreparedRecord> records = tasks.tasks("steady", count);
    Journeys journeys = new Journeys(records, RESULTS, RESULTS);
    try (TopicTail _ = TopicTail.open(kafka, List.of(RESULTS), journeys);
        Load load = new Load(kafka, TASKS)) {
      load.steadily(records, perSecond, journeys);
      workers.await(journeys);
    }
    return journeys.latency(perSecond, skipped);
  }
}
