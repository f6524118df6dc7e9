package dev.quittance.executor.domain;

/**
 * A time at which a run has to be decided again, unless something else ends the wait for it. Which
 * timers a run has follows from its state alone.
 */
public sealed interface RunTimer {
  /** Names the timer among those of its order, whatever it is due at. */
  String id();

  /** Unix ms. */
  long dueAtMs();

  /** The order's deadline. */
  record Deadline(long dueAtMs) implements RunTimer {
    @Override
    public String id() {
      return "deadline";
    }
  }

  /**
   * The end of a backoff.
   *
   * @param stepIndex position in the plan, from 0
   * @param attempt the attempt that begins then
   */
  record Retry(int stepIndex, int attempt, long dueAtMs) implements RunTimer {
    @Override
    public String id() {
      return "retry/" + stepIndex + "/" + attempt;
    }
  }
}
