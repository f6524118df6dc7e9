package dev.quittance.auditor.chain;

import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.log.AccountAsset;
import java.util.Collection;
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

  /**
   * Asks a vault what it has paid and given back.
   *
   * @param domain names chain and contract of the log that the vault is to pay for
   * @param vault the vault's address
   * @param accounts whom to ask for
   * @param since when the log began, unix seconds; what was given back before is not looked at
   * @param periods how many periods are looked at; a copy of the log may have fewer than the chain
   */
  default PayoutReading paid(
      ReceiptDomain domain,
      Address vault,
      Collection<AccountAsset> accounts,
      long since,
      long periods) {
    return new PayoutReading.NotAsked();
  }

  /**
   * Asks how the contract changed hands since the first period was anchored.
   *
   * @param domain names chain and contract; one that {@link #read} has found
   * @param anchored how many periods it said are anchored
   */
  default OperatorReading operators(ReceiptDomain domain, long anchored) {
    return new OperatorReading.NotAsked();
  }

  /** A chain that is not asked. */
  static AnchorChain none() {
    return (_, _) -> new ChainReading.NotAsked();
  }
}
