package dev.quittance.platform.chain.outbox;

/**
 * A job in the outbox.
 *
 * @param job the job
 * @param state where it stands
 * @param offeredAt newest block when this process broadcast its newest transaction first; {@link
 *     #NEVER} if it has not
 * @param broadcastAt newest block when it did so last
 */
public record Entry<K>(Job<K> job, JobState state, long offeredAt, long broadcastAt) {
  /** Not broadcast since this process started. */
  public static final long NEVER = -1;

  /** A job as its journal says that it stands. */
  public static <K> Entry<K> of(Job<K> job, JobState state) {
    return new Entry<>(job, state, NEVER, NEVER);
  }

  /** After its newest transaction was broadcast while this was the newest block. */
  Entry<K> broadcast(long latest) {
    return new Entry<>(job, state, offeredAt == NEVER ? latest : offeredAt, latest);
  }

  Entry<K> after(Change<K> change) {
    return new Entry<>(job, state.after(change), NEVER, NEVER);
  }

  boolean isFinal() {
    return state instanceof JobState.Final;
  }
}
