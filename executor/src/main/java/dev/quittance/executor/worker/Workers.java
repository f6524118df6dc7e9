package dev.quittance.executor.worker;

import dev.quittance.platform.blob.BlobStore;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.stage.GroupMember;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.schemas.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outside work of one process: {@code tasks} → calls → {@code results}.
 *
 * <p>Several processes share the partitions. A task whose result is committed is never called
 * again; one that a process leaves without a result is called by the next with the same idempotency
 * key, as far as its executor's effect class allows.
 *
 * <p>Brokers, registry or payload store that can't be reached are waited for. Only a bug stops it.
 */
public final class Workers implements RunningStage, GroupMember {
  /** Their consumer group, after the line's name. */
  public static final String GROUP = "executor-workers";

  /** What they read and write beside the stage's topology: results, and ends of dead letters. */
  public static final StageAccess ACCESS =
      StageAccess.none()
          .consumingAs(GROUP, Topics.TASKS)
          .appending(Topics.RESULTS, Topics.EXECUTIONS);

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final int MAX_POLL_RECORDS = 200;

  /** Calls are timed out between transactions, so none may take long. */
  private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(3);

  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  /** Longer than a session: whoever fenced this one has the partitions for good by then. */
  private static final Duration FENCED_PAUSE = Duration.ofSeconds(15);

  /** For what follows the drain: the last commit and the leaving of the group. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final Parts parts;
  private final ExecutorRegistry executors;
  private final WorkerMetrics metrics;
  private final Consumer<Throwable> onFailure;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile Readiness readiness = Readiness.notReady("joins its group");
  private volatile boolean abandoned;
  private volatile @Nullable KafkaWakeup polling;

  /**
   * What workers work with.
   *
   * @param group the consumer group that all workers of the line share
   * @param instanceId names this process in the group, and stays the same over its restarts
   * @param inFlight most calls at the same time
   * @param drain how long running calls are waited for when it is closed
   * @param outputBytes longer outputs are no answer
   */
  public record Parts(
      KafkaAccess kafka,
      RecordSerdes serdes,
      BlobStore blobs,
      PoisonTasks poison,
      String group,
      String instanceId,
      int inFlight,
      Duration drain,
      int outputBytes) {}

  /** Ends a wait for records; any thread. */
  @FunctionalInterface
  private interface KafkaWakeup {
    void wakeup();
  }

  private Workers(
      Parts parts,
      ExecutorRegistry executors,
      MeterRegistry meters,
      Consumer<Throwable> onFailure) {
    this.parts = parts;
    this.executors = executors;
    this.metrics = new WorkerMetrics(meters, executors);
    this.onFailure = onFailure;
    this.thread = Thread.ofPlatform().name("executor-workers").daemon(true).unstarted(this::run);
  }

  /**
   * Starts workers.
   *
   * @param executors what they call; closed with them
   * @param onFailure told once, from their thread, when they have stopped for good
   */
  public static Workers start(
      Parts parts,
      ExecutorRegistry executors,
      MeterRegistry meters,
      Consumer<Throwable> onFailure) {
    Workers workers = new Workers(parts, executors, meters, onFailure);
    workers.thread.start();
    return workers;
  }

  @Override
  public String name() {
    return "executor-workers";
  }

  @Override
  public String group() {
    return parts.group();
  }

  @Override
  public Set<String> topics() {
    return Set.of(Topics.TASKS.name());
  }

  /** Whether they are in their group, know its commits and can write. */
  @Override
  public Readiness readiness() {
    return readiness;
  }

  /** The executors whose calls are not made, or just tried again. */
  @Override
  public List<String> notes() {
    return executors.notes();
  }

  /** Whether calls are made, by executor. */
  public Map<String, CircuitState> circuits() {
    return executors.circuits();
  }

  /**
   * Begins nothing more, waits for running calls as long as the settings say, commits what is done
   * and leaves the group; the rest is called again by others.
   */
  @Override
  public void close() {
    stop();
    metrics.close();
    executors.close();
  }

  /** Stops as a process that is killed does: nothing more is committed, nobody is told. */
  void kill() {
    abandoned = true;
    stop();
  }

  private void stop() {
    stopping.countDown();
    KafkaWakeup wakeup = polling;
    if (wakeup != null) {
      wakeup.wakeup();
    }
    try {
      if (!thread.join(parts.drain().plus(CLOSE_TIMEOUT.multipliedBy(2)))) {
        LOG.atWarn().log("the workers did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!isStopping()) {
        member();
      }
    } catch (RuntimeException | Error e) {
      LOG.atError().setCause(e).log("the workers stop");
      onFailure.accept(e);
    } finally {
      readiness = Readiness.notReady("has stopped");
    }
  }

  /** One membership, from joining to leaving. */
  private void member() {
    try (var consumer =
            parts.kafka().groupMember(parts.group(), parts.instanceId(), MAX_POLL_RECORDS);
        ResultJournal journal = journal()) {
      polling = consumer::wakeup;
      WorkerLoop loop = loop(consumer, journal);
      try {
        loop.subscribe();
        turns(loop);
        if (!abandoned) {
          drain(loop);
          consumer.close(
              CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                  .withTimeout(CLOSE_TIMEOUT));
        }
      } finally {
        polling = null;
        readiness = Readiness.notReady("joins its group");
        loop.abandon();
      }
    } catch (FencedInstanceIdException e) {
      LOG.atError()
          .addKeyValue("instanceId", parts.instanceId())
          .log(
              "another process has the same streams.instanceId and took over; give each its own."
                  + " This one waits and joins again");
      pause(FENCED_PAUSE);
    } catch (KafkaException e) {
      LOG.atWarn().setCause(e).log("the workers lost their group; they join again");
      pause(RETRY_PAUSE);
    }
  }

  private void turns(WorkerLoop loop) {
    while (!isStopping()) {
      loop.turn(true);
      readiness = loop.readiness();
    }
  }

  private void drain(WorkerLoop loop) {
    readiness = Readiness.notReady("waits for its last calls");
    long untilNs = System.nanoTime() + parts.drain().toNanos();
    while (loop.isBusy() && System.nanoTime() < untilNs) {
      loop.turn(false);
    }
  }

  private ResultJournal journal() {
    String id = parts.group() + "-" + parts.instanceId();
    return new ResultJournal(() -> parts.kafka().transactionalProducer(id, COMMIT_PATIENCE));
  }

  private WorkerLoop loop(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer, ResultJournal journal) {
    Clock clock = Clock.systemUTC();
    TaskLedger ledger = new TaskLedger();
    PatientBlobs blobs =
        new PatientBlobs(parts.blobs(), Duration.ofMillis(200), Duration.ofSeconds(10));
    CallDesk desk =
        new CallDesk(
            executors,
            new CallRunner(blobs, clock, parts.outputBytes()),
            ledger,
            new CallTable(parts.inFlight()),
            metrics,
            clock);
    return new WorkerLoop(
        consumer,
        journal,
        ledger,
        desk,
        new TaskRecords(parts.serdes()),
        parts.poison(),
        clock,
        parts.inFlight());
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void pause(Duration duration) {
    try {
      if (stopping.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atDebug().log("stopped while it waited");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }
}
