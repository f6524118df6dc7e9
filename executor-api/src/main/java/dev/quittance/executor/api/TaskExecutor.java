package dev.quittance.executor.api;

import java.util.Optional;

/**
 * Does one kind of slow or outside work, such as calling a model or a webhook.
 *
 * <p>Called on virtual threads, up to a thousand and more at once: it may block, must be
 * thread-safe, and must end soon after its thread is interrupted, which is how a cancelled, overdue
 * or drained call is called off. Expected failures are {@link TaskOutcome.Failed}; whatever is
 * thrown counts as a bug of the executor and fails the attempt.
 */
public interface TaskExecutor extends AutoCloseable {
  /** What may be done with a call of which nobody knows whether it took place. */
  EffectClass effectClass();

  /**
   * Does the work.
   *
   * @throws InterruptedException when it was called off
   */
  TaskOutcome execute(TaskCall call) throws InterruptedException;

  /**
   * Looks up what became of an earlier call with the same idempotency key; asked before {@link
   * #execute} when {@link #effectClass} is {@link EffectClass#RECONCILABLE} and either this
   * attempt's fate is unknown, or it is a later attempt: then only a success counts, and after a
   * failure {@link #execute} follows.
   *
   * @return empty when the call never took place
   * @throws InterruptedException when it was called off
   */
  default Optional<TaskOutcome> lookUp(TaskCall call) throws InterruptedException {
    throw new UnsupportedOperationException("not a reconcilable executor");
  }

  /** Lets go of connections; nothing is called afterwards. */
  @Override
  default void close() {}
}
