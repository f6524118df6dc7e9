package dev.quittance.platform.chain.outbox;

import dev.quittance.platform.chain.BlockHead;
import dev.quittance.platform.chain.ChainReceipt;
import java.io.IOException;
import java.util.List;

/**
 * What an outbox works for: where jobs come from, what they mean, and their journal.
 *
 * <p>Used by the thread of one {@link OutboxLoop} only. An {@link IOException} says that the chain
 * can't be asked now; a Kafka exception, that everything is to be opened and read back again.
 *
 * @param <K> type of a job's id
 */
public interface OutboxWork<K> extends AutoCloseable {
  /** Jobs that have come since the last call, in order, each as the journal says that it stands. */
  List<Entry<K>> arrivals() throws IOException;

  /**
   * Whether a job may be sent now.
   *
   * @param finalized number of the newest final block
   * @param latest the newest block
   */
  Preflight preflight(Job<K> job, long finalized, BlockHead latest) throws IOException;

  /**
   * What a transaction in a final block means for its job.
   *
   * @param receipt that of the transaction, which may have reverted
   * @param finalized number of the newest final block
   */
  Outcome outcome(Job<K> job, ChainReceipt receipt, long finalized) throws IOException;

  /** Commits changes, all or none; nothing is broadcast before this has returned. */
  void commit(List<Change<K>> changes);

  @Override
  void close();
}
