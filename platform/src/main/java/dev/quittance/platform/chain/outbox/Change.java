package dev.quittance.platform.chain.outbox;

import dev.quittance.platform.chain.BlockRef;
import dev.quittance.platform.chain.SignedTransaction;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.Optional;

/**
 * What happened to a job: what the journal holds, and what its state is folded from.
 *
 * @param <K> type of the job's id
 */
public sealed interface Change<K> {
  /** The job. */
  K id();

  /**
   * This transaction is being sent for it, in place of what was sent with the same nonce before, if
   * there was any.
   */
  record Submitted<K>(K id, SignedTransaction transaction) implements Change<K> {}

  /** A transaction that settles it is in a block. */
  record Mined<K>(K id, Bytes32 txHash, BlockRef block) implements Change<K> {}

  /**
   * It is settled for good.
   *
   * @param txHash the transaction; empty when the chain's state shows it and no transaction is
   *     known
   * @param blockNumber where, or as of which block it shows
   */
  record Finalized<K>(K id, Optional<Bytes32> txHash, long blockNumber) implements Change<K> {}

  /** Its transaction can't settle it any more; it is to be sent anew. */
  record Reopened<K>(K id, String reason) implements Change<K> {}

  /** It must not go on by itself. */
  record Halted<K>(K id, String reason) implements Change<K> {}
}
