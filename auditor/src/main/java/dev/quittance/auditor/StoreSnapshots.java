package dev.quittance.auditor;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.log.AgentState;
import dev.quittance.receipts.log.InMemoryPartitionStore;
import dev.quittance.receipts.log.PartitionState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Writes a partition's store down, and reads it again. */
final class StoreSnapshots {
  private StoreSnapshots() {}

  static void write(InMemoryPartitionStore store, SnapshotWriter out) {
    out.optional(store.state().map(PartitionState::encode));
    out.list(
        List.copyOf(store.agents().entrySet()),
        agent -> {
          out.address(agent.getKey());
          out.bytes(agent.getValue().encode());
        });
    out.list(store.postings(), sum -> out.posting(sum.key(), sum.change()));
  }

  static InMemoryPartitionStore read(SnapshotReader in) {
    InMemoryPartitionStore store = new InMemoryPartitionStore();
    in.optional().map(PartitionState::decode).ifPresent(store::putState);
    List<Map.Entry<Address, AgentState>> agents = new ArrayList<>();
    in.times(() -> {
      Address agent = in.address();
      agents.add(Map.entry(agent, AgentState.decode(in.bytes())));
    });
    // A store is told of agents in the order of their periods.
    agents.sort(Comparator.comparingLong(agent -> agent.getValue().period()));
    agents.forEach(agent -> store.putAgent(agent.getKey(), agent.getValue()));
    in.times(() -> store.addPosting(in.posting()));
    return store;
  }
}
