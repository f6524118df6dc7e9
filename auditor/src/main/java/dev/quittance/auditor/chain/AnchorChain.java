package dev.quittance.auditor.chain;

import dev.quittance.receipts.ReceiptDomain;
import java.util.function.LongPredicate;

/** A chain that can be asked for what a log has anchored. Blocking. */
@FunctionalInterface
public interface AnchorChain {

  /**
   * Reads the contract of a domain.
   *
   * @param domain names chain and contract
   * @param periods the periods to read, of those that are anchored
   */
  ChainReading read(ReceiptDomain domain, LongPredicate periods);

  /** A chain that is not asked. */
  static AnchorChain none() {
    return (_, _) -> new ChainReading.NotAsked();
  }
}
