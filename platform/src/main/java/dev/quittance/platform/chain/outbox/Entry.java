package dev.quittance.platform.chain.outbox;

/**
 * A job in the outbox.
 *
 * @param job the job
 * @param state where it stands
 * @param broadcastAt newest block when this process broadcast its transaction last; {@link #NEVER}
 *     if it has not
 */
public record Entry<K>(Job<K> job, JobState state, long broadcastAt) {
  /** Not broadcast since this process started. */
  public static final long NEVER = -1;

  /** A job as its journal says that it stands. */
  public static <K> Entry<K> of(Job<K> job, JobState state) {
    return new Entry<>(job, state, NEVER);
  }

  Entry<K> after(Change<K> change) {
    return new Entry<>(job, state.after(change), NEVER);
  }

  boolean isFinal() {
    return state instanceof JobState.Final;
  }
}
