package dev.quittance.receipts.log;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Carries balances from period to period. All periods of an account must be posted in order; the
 * accounts may be split over any number of books. Not thread-safe.
 */
public final class SettlementBook {

  private final BalanceStore balances;

  /** A book over stored balances. */
  public SettlementBook(BalanceStore balances) {
    this.balances = balances;
  }

  /**
   * Posts a period's sums, of all partitions in any order, and gives its rows in the order of
   * account and asset.
   */
  public List<SettlementRow> post(long seq, Collection<Posting> sums) {
    TreeMap<AccountAsset, Balance> merged = new TreeMap<>();
    for (Posting sum : sums) {
      merged.merge(sum.key(), sum.change(), Balance::plus);
    }
    return merged.entrySet().stream().map(sum -> postOne(seq, sum)).toList();
  }

  private SettlementRow postOne(long seq, Map.Entry<AccountAsset, Balance> sum) {
    Balance cumulative = balances.balance(sum.getKey()).plus(sum.getValue());
    balances.putBalance(sum.getKey(), cumulative);
    return new SettlementRow(seq, sum.getKey(), sum.getValue(), cumulative);
  }
}
