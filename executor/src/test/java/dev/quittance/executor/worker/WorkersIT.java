package dev.quittance.executor.worker;

import static dev.quittance.executor.worker.TaskSamples.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.executor.api.EffectClass;
import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.api.TaskOutcome;
import dev.quittance.executor.worker.LiveTasks.Seen;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.TaskReady;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers on a real broker: some die, some hang, and every task ends once. */
final class WorkersIT {
  private static final String KEYED = "stub/keyed";
  private static final String FOUND = "stub/found";
  private static final String ONCE = "stub/once";
  private static final List<String> NAMES = List.of(KEYED, KEYED, KEYED, FOUND, ONCE);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private static Path directory;
  private static EmbeddedKafka kafka;

  /** All calls by step, as the other side sees them. */
  private final Map<String, ConcurrentLinkedQueue<Made>> made = new ConcurrentHashMap<>();

  private final Map<String, TaskOutcome> known = new ConcurrentHashMap<>();

  private record Made(String key, long atNs) {}

  @BeforeAll
  static void startBroker() throws Exception {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"), EmbeddedKafka.Options.singleNode());
    LiveTasks.createTopics(access());
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  private static KafkaAccess access() {
    return KafkaAccess.at(kafka.bootstrapServers());
  }

  /** Fails, hangs and crashes now and then. */
  private Map<String, StubExecutor> executors(long seed) {
    Random random = new Random(seed);
    StubExecutor.Work work =
        call -> {
          made.computeIfAbsent(call.stepId(), _ -> new ConcurrentLinkedQueue<>())
              .add(new Made(call.idempotencyKey(), System.nanoTime()));
          int dice = random.nextInt(200);
          if (dice == 0) {
            Thread.sleep(Duration.ofHours(1));
          } else if (dice == 1) {
            throw new IllegalStateException("a bug");
          }
          Thread.sleep(20 + random.nextInt(200));
          return dice < 20
              ? StubExecutor.failed(FailureCause.UNAVAILABLE)
              : StubExecutor.output("of " + call.idempotencyKey());
        };
    StubExecutor.Work remembered =
        call -> {
          TaskOutcome outcome = work.of(call);
          known.put(call.idempotencyKey(), outcome);
          return outcome;
        };
    return Map.of(
        KEYED, StubExecutor.of(EffectClass.KEYED, work),
        ONCE, StubExecutor.of(EffectClass.AT_MOST_ONCE, work),
        FOUND,
            new StubExecutor(
                EffectClass.RECONCILABLE,
                remembered,
                call -> Optional.ofNullable(known.get(call.idempotencyKey()))));
  }

  private static List<TaskReady> tasks(String prefix, int count, List<String> executors) {
    List<TaskReady> tasks = new ArrayList<>();
    long deadlineMs = System.currentTimeMillis() + PATIENCE.toMillis() * 2;
    for (int i = 0; i < count; i++) {
      String executor = executors.get(i % executors.size());
      tasks.add(ready(prefix + i, 1, executor, "{\"i\":" + i + "}", 3000, deadlineMs));
    }
    return tasks;
  }

  @Test
  void everyTaskEndsOnceAlthoughWorkersDieAndLeave() throws Exception {
    long seed = System.nanoTime();
    System.out.println("WorkersIT seed " + seed);
    List<TaskReady> tasks = tasks("dying-", 2000, NAMES);
    Map<String, StubExecutor> executors = executors(seed);
    try (LiveTasks live = new LiveTasks(access(), directory.resolve("blobs"))) {
      Workers first = live.start("a", 50, executors);
      Workers second = live.start("b", 50, executors);
      await().atMost(PATIENCE).until(() -> first.isReady() && second.isReady());
      tasks.forEach(live::send);

      live.awaitFinished(tasks, 500, PATIENCE);
      first.kill();
      live.awaitFinished(tasks, live.finished(tasks) + 300, PATIENCE);
      long leftNs = System.nanoTime();
      try (Workers third = live.start("c", 50, executors)) {
        await().atMost(PATIENCE).until(third::isReady);
        second.close();
        live.awaitFinished(tasks, tasks.size(), PATIENCE);
        System.out.printf(
            "all done %d ms after the change, %d calls for %d tasks%n",
            (System.nanoTime() - leftNs) / 1_000_000,
            made.values().stream().mapToInt(ConcurrentLinkedQueue::size).sum(),
            tasks.size());
      }
      tasks.forEach(task -> requireOnce(live, task));
    }
    assertThat(made.values()).as("some calls were made again").anyMatch(calls -> calls.size() > 1);
  }

  private void requireOnce(LiveTasks live, TaskReady task) {
    List<Seen> results = live.results(task.getStepId());
    assertThat(results).as(task::toString).hasSize(1);
    String step = AvroValues.hex(task.getStepId()).substring(2);
    var calls = made.getOrDefault(step, new ConcurrentLinkedQueue<>());
    assertThat(calls)
        .allMatch(call -> call.key().equals(task.getIdempotencyKey()))
        .allMatch(call -> call.atNs() < results.getFirst().seenNs());
    if (task.getExecutor().equals(ONCE)) {
      assertThat(calls).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void brokerThatComesBackLosesAndDoublesNothing() throws Exception {
    List<TaskReady> tasks = tasks("restart-", 1500, List.of(KEYED));
    Map<String, StubExecutor> executors = executors(1);
    try (LiveTasks live = new LiveTasks(access(), directory.resolve("blobs"));
        Workers worker = live.start("d", 50, executors)) {
      await().atMost(PATIENCE).until(worker::isReady);
      tasks.forEach(live::send);
      live.awaitFinished(tasks, 200, PATIENCE);

      kafka.stopNode(1);
      Thread.sleep(Duration.ofSeconds(4));
      kafka.startNode(1);

      live.awaitFinished(tasks, tasks.size(), PATIENCE);
      tasks.forEach(task -> requireOnce(live, task));
    }
  }

  @Test
  void whatIsNoTaskGoesToTheDeadLettersAndStopsNobody() throws Exception {
    TaskReady task = tasks("after-poison-", 1, List.of(KEYED)).getFirst();
    try (LiveTasks live = new LiveTasks(access(), directory.resolve("blobs"));
        Workers worker = live.start("e", 50, executors(1))) {
      live.sendRaw(task.getOrderId().bytes(), new byte[] {9, 9, 9});
      live.send(task);

      live.awaitFinished(List.of(task), 1, PATIENCE);

      assertThat(worker.circuits()).containsEntry(KEYED, CircuitState.CLOSED);
      assertThat(live.deadLetters())
          .singleElement()
          .satisfies(letter -> assertThat(letter.value()).containsExactly(9, 9, 9));
    }
  }

  /** Prints calls per second and CPU; 1 s calls, a thousand at a time. */
  @Test
  void thousandCallsAreInFlight() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    StubExecutor sleeper =
        StubExecutor.of(
            EffectClass.KEYED,
            call -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              try {
                Thread.sleep(1000);
              } finally {
                running.decrementAndGet();
              }
              return StubExecutor.output(call.idempotencyKey());
            });
    List<TaskReady> tasks = tasks("sleeping-", 6000, List.of("stub/sleeper"));
    try (LiveTasks live = new LiveTasks(access(), directory.resolve("blobs"));
        Workers worker = live.start("f", 1000, Map.of("stub/sleeper", sleeper))) {
      await().atMost(PATIENCE).until(worker::isReady);
      long cpuNs = cpuNs();
      long startNs = System.nanoTime();
      tasks.forEach(live::send);
      live.awaitFinished(tasks, tasks.size(), PATIENCE);
      double seconds = (System.nanoTime() - startNs) / 1e9;
      System.out.printf(
          "%d one-second calls, at most %d at a time: %.0f/s, %.2f cores with the broker%n",
          tasks.size(), most.get(), tasks.size() / seconds, (cpuNs() - cpuNs) / 1e9 / seconds);
      tasks.forEach(task -> assertThat(live.results(task.getStepId())).hasSize(1));
    }
    assertThat(most.get()).isBetween(100, 1000);
  }

  private static long cpuNs() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
