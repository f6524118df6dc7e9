package dev.quittance.auditor.chain;

import dev.quittance.receipts.log.AccountAsset;
import java.math.BigInteger;
import java.util.Map;

/** What came of asking a vault what it has paid. */
public sealed interface PayoutReading {

  /** What was ever paid to those that were asked for. */
  record Paid(Map<AccountAsset, BigInteger> claimed) implements PayoutReading {
    /** Copies the amounts. */
    public Paid {
      claimed = Map.copyOf(claimed);
    }
  }

  /** The vault did not answer, or is not the log's. */
  record Unreachable(String reason) implements PayoutReading {}

  /** Nobody asked. */
  record NotAsked() implements PayoutReading {}
}
