package dev.quittance.anchorer.store;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.AgentState;
import dev.quittance.receipts.log.Balance;
import dev.quittance.receipts.log.PartitionState;
import dev.quittance.receipts.log.PartitionStore;
import dev.quittance.receipts.log.Posting;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A partition of the log in three stores: its state (one value), its agents by address, and the
 * open period's sums by account and asset. Byte order of keys is the order that the log wants.
 */
public final class StreamsPartitionStore implements PartitionStore {

  private final KeyValueStore<byte[], byte[]> state;
  private final KeyValueStore<byte[], byte[]> agents;
  private final KeyValueStore<byte[], byte[]> sums;

  /** Over the three stores of one task. */
  public StreamsPartitionStore(
      KeyValueStore<byte[], byte[]> state,
      KeyValueStore<byte[], byte[]> agents,
      KeyValueStore<byte[], byte[]> sums) {
    this.state = state;
    this.agents = agents;
    this.sums = sums;
  }

  @Override
  public Optional<PartitionState> state() {
    return Optional.ofNullable(state.get(StoreKeys.SINGLE))
        .map(value -> PartitionState.decode(Bytes.wrap(value)));
  }

  @Override
  public void putState(PartitionState partitionState) {
    state.put(StoreKeys.SINGLE, partitionState.encode().toByteArray());
  }

  @Override
  public Optional<AgentState> agent(Address agent) {
    return Optional.ofNullable(agents.get(agent.toByteArray()))
        .map(value -> AgentState.decode(Bytes.wrap(value)));
  }

  @Override
  public void putAgent(Address agent, AgentState agentState) {
    agents.put(agent.toByteArray(), agentState.encode().toByteArray());
  }

  /** Reads all agents: an index by period would cost a write per receipt to save one scan. */
  @Override
  public List<AgentOfPeriod> agentsOf(long period) {
    return StoreKeys.list(agents.all()).stream()
        .map(StreamsPartitionStore::agentOf)
        .filter(known -> known.state().period() == period)
        .toList();
  }

  private static AgentOfPeriod agentOf(KeyValue<byte[], byte[]> entry) {
    return new AgentOfPeriod(Address.wrap(entry.key), AgentState.decode(Bytes.wrap(entry.value)));
  }

  @Override
  public void addPosting(Posting posting) {
    byte[] key = posting.key().encode().toByteArray();
    byte[] sum = sums.get(key);
    Balance before = sum == null ? Balance.ZERO : Balance.decode(Bytes.wrap(sum));
    sums.put(key, before.plus(posting.change()).encode().toByteArray());
  }

  @Override
  public List<Posting> drainPostings() {
    List<KeyValue<byte[], byte[]>> entries = StoreKeys.list(sums.all());
    entries.forEach(entry -> sums.delete(entry.key));
    return entries.stream()
        .map(entry ->
            new Posting(
                AccountAsset.decode(Bytes.wrap(entry.key)),
                Balance.decode(Bytes.wrap(entry.value))))
        .toList();
  }
}
