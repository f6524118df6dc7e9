package dev.quittance.platform.chain.outbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds back what can't be taken back, until enough endpoints have shown it: an endpoint may lie,
 * or serve another fork.
 *
 * <p>That a job is final, must halt, or may have another nonce is believed when most of the
 * endpoints lead to it one after the other. Everything else may be wrong for a while: to broadcast
 * the same bytes once more changes nothing. Not thread-safe.
 *
 * @param <K> type of a job's id
 */
final class Agreement<K> {
  private final int needed;
  private final Map<K, Conclusion> conclusions = new HashMap<>();

  /** What a job has come to, and the endpoints that led to it. */
  private record Conclusion(Class<?> kind, Set<String> endpoints) {}

  /** An agreement of most of so many endpoints. */
  Agreement(int endpoints) {
    this.needed = endpoints / 2 + 1;
  }

  /** The changes that may be committed of those that a look through an endpoint led to. */
  List<Change<K>> agreed(List<Change<K>> changes, String endpoint) {
    List<Change<K>> agreed = new ArrayList<>();
    for (Change<K> change : changes) {
      if (isAgreed(change, endpoint)) {
        conclusions.remove(change.id());
        agreed.add(change);
      }
    }
    return agreed;
  }

  /** Whether something is held back, and another endpoint should be asked. */
  boolean isOpen() {
    return !conclusions.isEmpty();
  }

  private boolean isAgreed(Change<K> change, String endpoint) {
    return switch (change) {
      case Change.Finalized<K> _, Change.Halted<K> _, Change.Reopened<K> _ ->
          shownBy(change, endpoint) >= needed;
      case Change.Submitted<K> _, Change.Mined<K> _ -> {
        conclusions.remove(change.id());
        yield true;
      }
    };
  }

  private int shownBy(Change<K> change, String endpoint) {
    Conclusion conclusion =
        conclusions.compute(
            change.id(),
            (_, before) ->
                before != null && before.kind().equals(change.getClass())
                    ? before
                    : new Conclusion(change.getClass(), new HashSet<>()));
    conclusion.endpoints().add(endpoint);
    return conclusion.endpoints().size();
  }
}
