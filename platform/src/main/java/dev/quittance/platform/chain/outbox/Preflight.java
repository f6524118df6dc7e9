package dev.quittance.platform.chain.outbox;

import dev.quittance.platform.chain.BlockRef;
import dev.quittance.receipts.crypto.Bytes32;

/** Whether a job may be sent now, as its owner finds by looking. */
public sealed interface Preflight {
  /** Send it. */
  record Go() implements Preflight {}

  /** A transaction in this block has settled it already: follow that one. */
  record AlreadyMined(Bytes32 txHash, BlockRef block) implements Preflight {}

  /** The final state of the chain as of this block shows it settled. */
  record AlreadyFinal(long blockNumber) implements Preflight {}

  /** Not yet; those behind it may pass. */
  record Later() implements Preflight {}

  /** Not yet, nor those behind it. */
  record Hold() implements Preflight {}

  /** Never by itself: a person must look. */
  record Refuse(String reason) implements Preflight {}
}
