package dev.quittance.platform.chain.outbox;

import dev.quittance.platform.chain.BlockRef;
import dev.quittance.platform.chain.SignedTransaction;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.Optional;

/**
 * Where a job stands.
 *
 * <pre>
 * Ready ──▶ Submitted ──▶ Mined ──▶ Final
 *   ▲  ▲        │  ▲       │ │
 *   │  └────────┘  └───────┘ │     a reorg: the same bytes again; nonce taken: a new transaction
 *   └────────────────────────┤     reverted for good, to be tried again
 *                            └──▶ Halted: a person must look
 * </pre>
 */
public sealed interface JobState {
  /** Nothing of it is on its way. */
  record Ready() implements JobState {}

  /** Its transaction is committed to and may have been broadcast, and so may its replacements. */
  record Submitted(Submission submission) implements JobState {}

  /**
   * A transaction that settles it stands in a block.
   *
   * @param ours what to broadcast again after a reorg; empty for one that was found on the chain
   */
  record Mined(Bytes32 txHash, BlockRef block, Optional<Submission> ours) implements JobState {}

  /** No reorg can undo it. */
  record Final() implements JobState {}

  /** It must not go on by itself, nor may anything behind it. */
  record Halted(String reason) implements JobState {}

  /** The state after a change. */
  default JobState after(Change<?> change) {
    return switch (change) {
      case Change.Submitted<?> submitted -> new Submitted(with(submitted.transaction()));
      case Change.Mined<?> mined ->
          new Mined(
              mined.txHash(), mined.block(), mineable().filter(ours -> ours.holds(mined.txHash())));
      case Change.Finalized<?> _ -> new Final();
      case Change.Reopened<?> _ -> new Ready();
      case Change.Halted<?> halted -> new Halted(halted.reason());
    };
  }

  /** What was committed to and can still be mined; empty when nothing is. */
  default Optional<Submission> mineable() {
    return switch (this) {
      case Submitted(Submission submission) -> Optional.of(submission);
      case Mined(Bytes32 _, BlockRef _, Optional<Submission> ours) -> ours;
      case Ready _, Final _, Halted _ -> Optional.empty();
    };
  }

  private Submission with(SignedTransaction transaction) {
    return mineable()
        .filter(submission -> submission.nonce() == transaction.nonce())
        .map(submission -> submission.with(transaction))
        .orElseGet(() -> Submission.of(transaction));
  }
}
