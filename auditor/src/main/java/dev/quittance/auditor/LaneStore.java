package dev.quittance.auditor;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.AgentState;
import dev.quittance.receipts.log.Balance;
import dev.quittance.receipts.log.PartitionState;
import dev.quittance.receipts.log.PartitionStore;
import dev.quittance.receipts.log.Posting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A partition's store on the heap that can be written down and read again. Not thread-safe. */
final class LaneStore implements PartitionStore {

  private final Map<Address, AgentState> agents = new HashMap<>();
  private final TreeMap<AccountAsset, Balance> sums = new TreeMap<>();
  private final TreeSet<Address> recent = new TreeSet<>();
  private long recentPeriod;
  private @Nullable PartitionState state;

  void write(SnapshotWriter out) {
    out.optional(state().map(PartitionState::encode));
    out.list(
        List.copyOf(agents.entrySet()),
        agent -> {
          out.address(agent.getKey());
          out.bytes(agent.getValue().encode());
        });
    out.list(List.copyOf(sums.entrySet()), sum -> out.posting(sum.getKey(), sum.getValue()));
  }

  static LaneStore read(SnapshotReader in) {
    LaneStore store = new LaneStore();
    in.optional().map(PartitionState::decode).ifPresent(store::putState);
    in.times(() -> {
      Address agent = in.address();
      store.agents.put(agent, AgentState.decode(in.bytes()));
    });
    in.times(() -> store.addPosting(in.posting()));
    long open = store.state().map(PartitionState::openPeriod).orElse(0L);
    store.recentPeriod = open;
    store.agents.forEach((agent, known) -> {
      if (known.period() == open) {
        store.recent.add(agent);
      }
    });
    return store;
  }

  @Override
  public Optional<PartitionState> state() {
    return Optional.ofNullable(state);
  }

  @Override
  public void putState(PartitionState state) {
    this.state = state;
  }

  @Override
  public Optional<AgentState> agent(Address agent) {
    return Optional.ofNullable(agents.get(agent));
  }

  @Override
  public void putAgent(Address agent, AgentState agentState) {
    agents.put(agent, agentState);
    // Periods only grow, so the agents of the latest one are all that is ever asked for.
    if (agentState.period() != recentPeriod) {
      recent.clear();
      recentPeriod = agentState.period();
    }
    recent.add(agent);
  }

  @Override
  public List<AgentOfPeriod> agentsOf(long period) {
    if (period != recentPeriod) {
      return List.of();
    }
    return recent.stream()
        .flatMap(agent -> agent(agent).map(known -> new AgentOfPeriod(agent, known)).stream())
        .toList();
  }

  @Override
  public void addPosting(Posting posting) {
    sums.merge(posting.key(), posting.change(), Balance::plus);
  }

  @Override
  public List<Posting> drainPostings() {
    List<Posting> drained =
        sums.entrySet().stream().map(sum -> new Posting(sum.getKey(), sum.getValue())).toList();
    sums.clear();
    return drained;
  }
}
