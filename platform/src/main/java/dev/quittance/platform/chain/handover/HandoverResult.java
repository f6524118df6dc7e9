package dev.quittance.platform.chain.handover;

import dev.quittance.receipts.crypto.Bytes32;
import java.util.List;

/** How handing over a contract ended. */
public sealed interface HandoverResult {
  /**
   * The new key operates the contract, as the chain's latest block has it.
   *
   * @param transactions those that were sent for it, in order: offer and acceptance, or what was
   *     still missing
   */
  record HandedOver(List<Bytes32> transactions) implements HandoverResult {
    /** Copies the list. */
    public HandedOver {
      transactions = List.copyOf(transactions);
    }
  }

  /** The new key operated it before; nothing was sent. */
  record AlreadyDone() implements HandoverResult {}

  /** It is not handed over; {@code reason} says why and what to do. */
  record Refused(String reason) implements HandoverResult {}
}
