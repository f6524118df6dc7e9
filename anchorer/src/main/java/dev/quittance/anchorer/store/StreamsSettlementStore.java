package dev.quittance.anchorer.store;

import dev.quittance.anchorer.domain.SettlementProgress;
import dev.quittance.anchorer.domain.SettlementStore;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.Balance;
import dev.quittance.receipts.log.Posting;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Settlement in three stores: progress (one value), the sums of open periods by period, account and
 * asset, and balances by account and asset.
 */
public final class StreamsSettlementStore implements SettlementStore {

  private final KeyValueStore<byte[], byte[]> progress;
  private final KeyValueStore<byte[], byte[]> sums;
  private final KeyValueStore<byte[], byte[]> balances;

  /** Over the three stores of one task. */
  public StreamsSettlementStore(
      KeyValueStore<byte[], byte[]> progress,
      KeyValueStore<byte[], byte[]> sums,
      KeyValueStore<byte[], byte[]> balances) {
    this.progress = progress;
    this.sums = sums;
    this.balances = balances;
  }

  @Override
  public SettlementProgress progress() {
    byte[] value = progress.get(StoreKeys.SINGLE);
    return value == null
        ? SettlementProgress.INITIAL
        : SettlementProgress.decode(Bytes.wrap(value));
  }

  @Override
  public void putProgress(SettlementProgress settlementProgress) {
    progress.put(StoreKeys.SINGLE, settlementProgress.encode().toByteArray());
  }

  @Override
  public void addPosting(long seq, Posting posting) {
    add(sums, StoreKeys.ofPeriod(seq, posting.key().encode().asBuffer()), posting.change());
  }

  @Override
  public List<Posting> drainPostings(long seq) {
    return StoreKeys.drain(sums, seq).stream()
        .map(entry ->
            new Posting(
                AccountAsset.decode(Bytes.wrap(StoreKeys.afterPeriod(entry.key))),
                Balance.decode(Bytes.wrap(entry.value))))
        .toList();
  }

  @Override
  public Balance balance(AccountAsset key) {
    return get(balances, key.encode().toByteArray());
  }

  @Override
  public void putBalance(AccountAsset key, Balance balance) {
    balances.put(key.encode().toByteArray(), balance.encode().toByteArray());
  }

  private static void add(KeyValueStore<byte[], byte[]> store, byte[] key, Balance change) {
    store.put(key, get(store, key).plus(change).encode().toByteArray());
  }

  private static Balance get(KeyValueStore<byte[], byte[]> store, byte[] key) {
    byte[] value = store.get(key);
    return value == null ? Balance.ZERO : Balance.decode(Bytes.wrap(value));
  }
}
