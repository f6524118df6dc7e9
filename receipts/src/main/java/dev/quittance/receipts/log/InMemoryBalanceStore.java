package dev.quittance.receipts.log;

import java.util.HashMap;
import java.util.Map;

/** Balances on the heap, for replays. Not thread-safe. */
public final class InMemoryBalanceStore implements BalanceStore {

  private final Map<AccountAsset, Balance> balances = new HashMap<>();

  @Override
  public Balance balance(AccountAsset key) {
    return balances.getOrDefault(key, Balance.ZERO);
  }

  @Override
  public void putBalance(AccountAsset key, Balance balance) {
    balances.put(key, balance);
  }
}
