package dev.quittance.receipts.log;

/** Cumulative balances by account and asset. Used by one thread at a time. */
public interface BalanceStore {

  /** The balance; {@link Balance#ZERO} if nothing was ever posted. */
  Balance balance(AccountAsset key);

  /** Replaces the balance. */
  void putBalance(AccountAsset key, Balance balance);
}
