package dev.quittance.settler.domain;

import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import java.math.BigInteger;
import java.util.SortedMap;

/**
 * An order's end in money: budget = credits + fees + refunded.
 *
 * @param verdict COMPLETED when every step is, else that of the first step that is not
 * @param credits what each vendor earned
 * @param settledAtMs the value date of the last receipt, unix ms
 */
public record Settlement(
    String tenant,
    Address buyer,
    Address asset,
    Verdict verdict,
    int steps,
    int completedSteps,
    BigInteger budget,
    SortedMap<Address, BigInteger> credits,
    BigInteger fees,
    BigInteger refunded,
    long settledAtMs) {
  public Settlement {
    BigInteger out =
        credits.values().stream().reduce(BigInteger.ZERO, BigInteger::add).add(fees).add(refunded);
    if (!out.equals(budget)) {
      throw new IllegalArgumentException(
          "budget " + budget + " differs from what it became, " + out);
    }
  }
}
