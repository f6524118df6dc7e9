package dev.quittance.executor.worker;

import static dev.quittance.executor.worker.TaskSamples.PARTITION;
import static dev.quittance.executor.worker.TaskSamples.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.executor.MemoryBlobs;
import dev.quittance.executor.api.EffectClass;
import dev.quittance.schemas.avro.TaskFailed;
import dev.quittance.schemas.avro.TaskReady;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A desk of calls that tests drive turn by turn, on a clock that stands still. */
abstract class CallDeskCase {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final String STUB = "stub";
  static final int OUTPUT_BYTES = 100_000;

  final FakeClock clock = new FakeClock();
  final MemoryBlobs payloads = new MemoryBlobs();
  final TaskLedger ledger = new TaskLedger();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final List<Object> results = new ArrayList<>();
  long offset;

  CallDesk desk(int inFlight, StubExecutor executor) {
    ExecutorRegistry registry = StubExecutor.registry(clock, Map.of(STUB, executor));
    if (!ledger.has(PARTITION)) {
      ledger.assign(PARTITION, OffsetMetadata.decode(0, ""));
    }
    PatientBlobs blobs = new PatientBlobs(payloads, Duration.ofMillis(1), Duration.ofMillis(1));
    return new CallDesk(
        registry,
        new CallRunner(blobs, clock, OUTPUT_BYTES),
        ledger,
        new CallTable(inFlight),
        new WorkerMetrics(meters, registry),
        clock);
  }

  CallDesk desk(EffectClass effect, StubExecutor.Work work) {
    return desk(10, StubExecutor.of(effect, work));
  }

  /** Takes a task in as a record that was read. */
  void take(CallDesk desk, TaskReady ready, boolean isMarked) {
    ledger.read(PARTITION, offset);
    desk.take(task(offset++, ready), isMarked);
  }

  /** Takes turns until so many results are committed. */
  void turnUntil(CallDesk desk, int count) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> {
          desk.startNext();
          desk.settle();
          desk.expire();
          commit(desk);
          return results.size() >= count;
        });
    assertThat(results).hasSize(count);
  }

  void commit(CallDesk desk) {
    for (Ending ending : ledger.commit().endings()) {
      ending.result().ifPresent(result -> results.add(result.value().getBody()));
    }
    desk.startMarked(ledger.committed());
  }

  TaskFailed onlyFailure(CallDesk desk) {
    turnUntil(desk, 1);
    return (TaskFailed) results.getFirst();
  }
}
