package dev.quittance.platform.chain.outbox;

import dev.quittance.platform.chain.SignedTransaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * The jobs of one key that are not final, in order. Immutable.
 *
 * @param <K> type of a job's id
 */
public final class OutboxState<K> {
  private final SequencedMap<K, Entry<K>> entries;

  private OutboxState(SequencedMap<K, Entry<K>> entries) {
    this.entries = entries;
  }

  /** No jobs. */
  public static <K> OutboxState<K> empty() {
    return new OutboxState<>(new LinkedHashMap<>());
  }

  /**
   * With further jobs behind those that are there; final ones are left out.
   *
   * @throws IllegalArgumentException if a job is there already
   */
  public OutboxState<K> with(List<Entry<K>> more) {
    if (more.isEmpty()) {
      return this;
    }
    SequencedMap<K, Entry<K>> all = new LinkedHashMap<>(entries);
    for (Entry<K> entry : more) {
      if (!entry.isFinal() && all.putIfAbsent(entry.job().id(), entry) != null) {
        throw new IllegalArgumentException("job " + entry.job().id() + " is in the outbox already");
      }
    }
    return new OutboxState<>(all);
  }

  /** After changes, in their order; jobs that became final are gone. */
  public OutboxState<K> after(List<Change<K>> changes) {
    if (changes.isEmpty()) {
      return this;
    }
    SequencedMap<K, Entry<K>> changed = new LinkedHashMap<>(entries);
    for (Change<K> change : changes) {
      changed.computeIfPresent(change.id(), (_, entry) -> entry.after(change));
    }
    changed.values().removeIf(Entry::isFinal);
    return new OutboxState<>(changed);
  }

  /** After a transaction was broadcast while this was the newest block. */
  public OutboxState<K> broadcast(SignedTransaction transaction, long latest) {
    SequencedMap<K, Entry<K>> changed = new LinkedHashMap<>(entries);
    changed.replaceAll((_, entry) ->
        entry.state() instanceof JobState.Submitted(Submission sent)
                && sent.newest().hash().equals(transaction.hash())
            ? entry.broadcast(latest)
            : entry);
    return new OutboxState<>(changed);
  }

  /** The jobs, in order. */
  public List<Entry<K>> entries() {
    return List.copyOf(entries.values());
  }

  /** Whether there is nothing to do. */
  public boolean isIdle() {
    return entries.isEmpty();
  }

  /** Why nothing more is sent; empty when all is well. */
  public Optional<String> halted() {
    return states(JobState.Halted.class).map(JobState.Halted::reason).findFirst();
  }

  /** The jobs that nothing has been sent for; none when the outbox has halted. */
  public List<Job<K>> ready() {
    return halted().isPresent()
        ? List.of()
        : entries.values().stream()
            .filter(entry -> entry.state() instanceof JobState.Ready)
            .map(Entry::job)
            .toList();
  }

  /** How many transactions wait to be mined. */
  public int submitted() {
    return Math.toIntExact(states(JobState.Submitted.class).count());
  }

  /** The first nonce that no transaction of these jobs has. */
  public long nonceAfter() {
    return entries.values().stream()
            .flatMap(entry -> entry.state().mineable().stream())
            .mapToLong(Submission::nonce)
            .max()
            .orElse(-1)
        + 1;
  }

  private <S extends JobState> Stream<S> states(Class<S> type) {
    return entries.values().stream().map(Entry::state).filter(type::isInstance).map(type::cast);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OutboxState<?> that && Map.copyOf(entries).equals(that.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  @Override
  public String toString() {
    return entries.values().toString();
  }
}
