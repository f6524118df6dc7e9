package dev.quittance.executor.worker;

import dev.quittance.executor.api.EffectClass;
import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.api.TaskOutcome;
import dev.quittance.executor.worker.CallRunner.Answer;
import dev.quittance.executor.worker.ExecutorRegistry.Entry;
import dev.quittance.executor.worker.Start.LookUp;
import dev.quittance.executor.worker.Task.Attempt;
import dev.quittance.platform.trace.WorkInHand;
import dev.quittance.schemas.avro.ResultsRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes the calls of a worker and sees them to their end: begun in turn, timed out, cancelled,
 * given up. Knows no Kafka clients. Used by the worker's thread alone.
 */
final class CallDesk {
  /** Stands for executors that are not defined, whose names are anybody's. */
  private static final String UNKNOWN = "unknown";

  private final ExecutorRegistry executors;
  private final CallRunner runner;
  private final TaskLedger ledger;
  private final CallTable table;
  private final WorkerMetrics metrics;
  private final Clock clock;

  /** What the calls' threads bring. */
  private final Queue<Completion> completions = new ConcurrentLinkedQueue<>();

  private sealed interface Completion {
    record Answered(Call call, Answer answer, Duration duration) implements Completion {}

    /** The worker itself failed, not the executor. */
    record Bug(Throwable cause) implements Completion {}
  }

  CallDesk(
      ExecutorRegistry executors,
      CallRunner runner,
      TaskLedger ledger,
      CallTable table,
      WorkerMetrics metrics,
      Clock clock) {
    this.executors = executors;
    this.runner = runner;
    this.ledger = ledger;
    this.table = table;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Takes a task in; it is called when its turn has come. */
  void take(Task task, boolean isMarked) {
    table.add(new Call(task, isMarked));
  }

  /** An attempt is no longer wanted; so says the record at this offset. */
  void cancel(TopicPartition partition, long offset, Attempt attempt) {
    Optional<Call> found = table.find(attempt);
    if (found.isEmpty()) {
      ledger.end(Ending.without(partition, offset));
      return;
    }
    Call call = found.get();
    call.cancelledBy(offset);
    callOff(call);
    fail(
        call,
        TaskOutcome.failed(
            FailureCause.CANCELLED, "cancelled", "its order ended before the call did"));
  }

  /** Begins calls while there is room. */
  void startNext() {
    for (Optional<Call> call = table.next(); call.isPresent(); call = table.next()) {
      start(call.get());
    }
    metrics.load(table.inFlight(), table.waiting());
  }

  private void start(Call call) {
    String name = call.task().ready().getExecutor();
    Optional<Entry> entry = executors.find(name);
    if (entry.isEmpty()) {
      fail(call, unknownExecutor(name));
      return;
    }
    EffectClass effect = entry.get().executor().effectClass();
    switch (Start.decide(effect, call.isMarked(), isPastDeadline(call))) {
      case Start.Refuse(TaskOutcome.Failed why) -> fail(call, why);
      case Start.Go(LookUp first) -> launch(call, entry.get(), first);
      case Start.MarkFirst() -> {
        // A mark without a call would cost an AT_MOST_ONCE task its outcome.
        if (entry.get().circuit().isOpen()) {
          fail(call, entry.get().circuit().refusal());
        } else {
          ledger.mark(call);
        }
      }
    }
  }

  /** Makes calls of which it is now on record that they may have been made. */
  void startMarked(List<Call> calls) {
    for (Call call : calls) {
      Optional<Entry> entry = executors.find(call.task().ready().getExecutor());
      if (call.isOver() || entry.isEmpty()) {
        continue;
      }
      if (isPastDeadline(call)) {
        fail(call, Start.overdue());
      } else {
        EffectClass effect = entry.get().executor().effectClass();
        launch(call, entry.get(), Start.afterMark(effect, call.task().ready().getAttempt()));
      }
    }
  }

  private void launch(Call call, Entry entry, LookUp first) {
    Thread thread = Thread.ofVirtual().name("call").unstarted(() -> run(call, entry));
    call.begin(thread, first, clock.millis());
    metrics.threadBegan();
    thread.start();
  }

  /** On the call's own thread. */
  private void run(Call call, Entry entry) {
    long startNs = System.nanoTime();
    try (WorkInHand.Scope _ = WorkInHand.enter(TaskInHand.of(call.task()))) {
      Answer answer = runner.run(call, entry);
      Duration duration = Duration.ofNanos(System.nanoTime() - startNs);
      completions.add(new Completion.Answered(call, answer, duration));
    } catch (InterruptedException e) {
      // Only who calls it off interrupts it, and waits no longer.
      if (!call.isOver()) {
        completions.add(new Completion.Bug(e));
      }
    } catch (RuntimeException | Error e) {
      completions.add(new Completion.Bug(e));
    } finally {
      metrics.threadEnded();
    }
  }

  /**
   * Takes in what calls have brought.
   *
   * @throws IllegalStateException for a bug of the worker
   */
  void settle() {
    for (Completion next = completions.poll(); next != null; next = completions.poll()) {
      switch (next) {
        case Completion.Bug(Throwable cause) ->
            throw new IllegalStateException("a call could not be seen to its end", cause);
        case Completion.Answered(Call call, Answer answer, Duration duration) -> {
          metrics.called(call.task().ready().getExecutor(), duration);
          if (!call.isOver()) {
            end(call, answer.outcome(), answer.result());
          }
        }
      }
    }
  }

  /** Calls off what has had its time. */
  void expire() {
    for (Call call : table.overdue(clock.millis())) {
      TaskOutcome.Failed timeout =
          TaskOutcome.failed(
              FailureCause.TIMEOUT,
              "timeout",
              "no answer within %d ms".formatted(call.task().ready().getTimeoutMs()));
      boolean wasCalled = call.permit().isPresent();
      call.permit().ifPresent(permit -> permit.ended(timeout));
      callOff(call);
      fail(call, wasCalled && isAtMostOnce(call) ? Start.unknown(timeout.message()) : timeout);
    }
  }

  /** Gives up the tasks of partitions that another worker has now. */
  void drop(Predicate<TopicPartition> lost) {
    table.removeOf(lost).forEach(CallDesk::callOff);
    metrics.load(table.inFlight(), table.waiting());
  }

  /** How many tasks are called. */
  int inFlight() {
    return table.inFlight();
  }

  /** How many wait for their turn. */
  int waiting() {
    return table.waiting();
  }

  private static void callOff(Call call) {
    call.callOff();
    call.permit().ifPresent(Circuit.Permit::released);
  }

  private void fail(Call call, TaskOutcome.Failed failure) {
    end(call, failure, Results.failed(call.task().ready(), failure));
  }

  private void end(Call call, TaskOutcome outcome, ResultsRecord result) {
    table.remove(call);
    call.end();
    ledger.end(Ending.of(call, result));
    String name = call.task().ready().getExecutor();
    metrics.outcome(executors.find(name).isPresent() ? name : UNKNOWN, outcome);
  }

  private boolean isPastDeadline(Call call) {
    return clock.millis() >= call.task().ready().getDeadline();
  }

  private boolean isAtMostOnce(Call call) {
    return executors
        .find(call.task().ready().getExecutor())
        .filter(entry -> entry.executor().effectClass() == EffectClass.AT_MOST_ONCE)
        .isPresent();
  }

  private static TaskOutcome.Failed unknownExecutor(String name) {
    return TaskOutcome.failed(
        FailureCause.BROKEN,
        "unknown-executor",
        "no executor is called %s here; define it in the settings of every executor process, as"
                .formatted(name)
            + " executors.define.\"%s\" with its type".formatted(name));
  }
}
