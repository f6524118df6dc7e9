package dev.quittance.executor.worker;

import dev.quittance.executor.worker.Task.Attempt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/** The tasks of a worker that wait and those that are called. Not thread-safe. */
final class CallTable {
  private final int limit;
  private final Queue<Call> waiting = new ArrayDeque<>();
  private final Set<Call> inFlight = new LinkedHashSet<>();
  private final Map<Attempt, Call> byAttempt = new HashMap<>();

  /**
   * @param limit most calls at the same time
   */
  CallTable(int limit) {
    this.limit = limit;
  }

  /** Takes a task in, to be called when its turn has come. */
  void add(Call call) {
    waiting.add(call);
    byAttempt.put(call.task().attempt(), call);
  }

  /** The next task, in flight from now on; empty when there is none or no room. */
  Optional<Call> next() {
    if (inFlight.size() >= limit || waiting.isEmpty()) {
      return Optional.empty();
    }
    Call call = waiting.remove();
    inFlight.add(call);
    return Optional.of(call);
  }

  /** The task of an attempt, whether it waits or is called. */
  Optional<Call> find(Attempt attempt) {
    return Optional.ofNullable(byAttempt.get(attempt));
  }

  /** Calls that should have ended by now. */
  List<Call> overdue(long nowMs) {
    return inFlight.stream().filter(call -> call.isOverdue(nowMs)).toList();
  }

  /** Forgets a task, wherever it stands; false when it was not there any more. */
  boolean remove(Call call) {
    byAttempt.remove(call.task().attempt(), call);
    return inFlight.remove(call) || waiting.remove(call);
  }

  /** Forgets the tasks of some partitions and returns them. */
  List<Call> removeOf(Predicate<TopicPartition> partitions) {
    List<Call> removed = new ArrayList<>();
    for (Collection<Call> calls : List.of(waiting, inFlight)) {
      calls.stream().filter(call -> partitions.test(call.task().partition())).forEach(removed::add);
    }
    removed.forEach(this::remove);
    return removed;
  }

  /** How many are called. */
  int inFlight() {
    return inFlight.size();
  }

  /** How many wait. */
  int waiting() {
    return waiting.size();
  }
}
