package dev.quittance.receipts.log;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** A change of one account's balance, by one receipt or by all of a period's. */
public record Posting(AccountAsset key, Balance change) {

  /**
   * What an accepted receipt posts: the buyer owes the amount, the agent is owed the amount less
   * the fee, the fee recipient the fee. Nothing unless the work was completed.
   */
  public static List<Posting> of(Receipt receipt) {
    if (receipt.verdict() != Verdict.COMPLETED) {
      return List.of();
    }
    List<Posting> postings = new ArrayList<>(3);
    postings.add(
        new Posting(
            new AccountAsset(receipt.buyer(), receipt.asset()),
            new Balance(receipt.amount(), BigInteger.ZERO)));
    postings.add(credit(receipt.agent(), receipt, receipt.amount().subtract(receipt.fee())));
    if (receipt.fee().signum() > 0) {
      postings.add(credit(receipt.feeRecipient(), receipt, receipt.fee()));
    }
    return List.copyOf(postings);
  }

  private static Posting credit(Address account, Receipt receipt, BigInteger credit) {
    return new Posting(
        new AccountAsset(account, receipt.asset()), new Balance(BigInteger.ZERO, credit));
  }
}
