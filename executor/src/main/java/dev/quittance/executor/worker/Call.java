package dev.quittance.executor.worker;

import dev.quittance.executor.worker.Start.LookUp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task on its way from its record to its result. Used by the worker's thread alone, except where
 * a method says otherwise.
 */
final class Call {
  private final Task task;
  private final boolean marked;
  private final List<Long> cancellations = new ArrayList<>();
  private LookUp lookUp = LookUp.NO;
  private long overAtMs = Long.MAX_VALUE;
  private @Nullable Thread thread;
  private volatile boolean over;
  private volatile boolean answered;
  private volatile Circuit.@Nullable Permit permit;

  /**
   * @param marked whether a call may have been made for it before
   */
  Call(Task task, boolean marked) {
    this.task = task;
    this.marked = marked;
  }

  Task task() {
    return task;
  }

  boolean isMarked() {
    return marked;
  }

  /** What is asked before the call; any thread after {@link #begin}. */
  LookUp lookUp() {
    return lookUp;
  }

  /** Begins the call; the caller starts the thread. */
  void begin(Thread on, LookUp first, long nowMs) {
    thread = on;
    lookUp = first;
    overAtMs = overAt(nowMs);
  }

  /** When a call that begins now must have ended. */
  long overAt(long nowMs) {
    long timeoutMs = Math.clamp(task.ready().getTimeoutMs(), 0, Integer.MAX_VALUE);
    return Math.min(nowMs + timeoutMs, task.ready().getDeadline());
  }

  /** Whether it is under way and should have ended; what it answered may still be stored. */
  boolean isOverdue(long nowMs) {
    return thread != null && nowMs >= overAtMs && !answered;
  }

  /** Its record was cancelled by the one at this offset, which is done when it is. */
  void cancelledBy(long offset) {
    cancellations.add(offset);
  }

  /** The records that cancelled it. */
  List<Long> cancellations() {
    return List.copyOf(cancellations);
  }

  /** Gives it up: its thread is told, and whatever comes of it is passed over. */
  void callOff() {
    over = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Whether nobody waits for it any more; any thread. */
  boolean isOver() {
    return over;
  }

  /** Marks it ended by its own result. */
  void end() {
    over = true;
  }

  /** Its executor is being called; the call's own thread. */
  void calling(Circuit.Permit with) {
    permit = with;
  }

  /** Its executor has answered; the call's own thread. */
  void answered() {
    answered = true;
  }

  /** How its executor's circuit is told of the end; empty when nothing was called. Any thread. */
  Optional<Circuit.Permit> permit() {
    return Optional.ofNullable(permit);
  }
}
