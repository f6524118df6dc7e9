package dev.quittance.platform.chain.outbox;

import dev.quittance.platform.chain.SignedTransaction;
import java.util.List;

/**
 * What to do: commit the changes, all or none, and only then broadcast.
 *
 * @param changes what to commit, in order
 * @param broadcasts transactions that are committed to, by ascending nonce where they are new
 * @param <K> type of a job's id
 */
public record Decision<K>(List<Change<K>> changes, List<SignedTransaction> broadcasts) {
  /** Copies the lists. */
  public Decision {
    changes = List.copyOf(changes);
    broadcasts = List.copyOf(broadcasts);
  }
}
