package dev.quittance.auditor.chain;

import dev.quittance.receipts.log.AccountAsset;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** What came of asking a vault what it has paid. */
public sealed interface PayoutReading {

  /**
   * The vault answered.
   *
   * @param claimed what was ever paid to those that were asked for
   * @param paid what was paid to anybody for rows of the periods that were asked for
   * @param refunds what was given back, in the order of the chain
   * @param deposits what those that got something back had paid in themselves
   */
  record Paid(
      Map<AccountAsset, BigInteger> claimed,
      Map<AccountAsset, BigInteger> paid,
      List<Refund> refunds,
      Map<AccountAsset, BigInteger> deposits)
      implements PayoutReading {
    /** Copies amounts and refunds. */
    public Paid {
      claimed = Map.copyOf(claimed);
      paid = Map.copyOf(paid);
      refunds = List.copyOf(refunds);
      deposits = Map.copyOf(deposits);
    }
  }

  /** The vault did not answer, is not the log's, or the endpoint does not have all its logs. */
  record Unreachable(String reason) implements PayoutReading {}

  /** Nobody asked. */
  record NotAsked() implements PayoutReading {}
}
