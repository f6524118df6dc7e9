package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Address;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A partition's store on the heap, for replays. Not thread-safe. */
public final class InMemoryPartitionStore implements PartitionStore {

  private final Map<Address, AgentState> agents = new HashMap<>();
  private final TreeMap<AccountAsset, Balance> sums = new TreeMap<>();
  private final TreeSet<Address> recent = new TreeSet<>();
  private long recentPeriod;
  private @Nullable PartitionState state;

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

  /** What is known of every agent; a view. */
  public Map<Address, AgentState> agents() {
    return Collections.unmodifiableMap(agents);
  }

  /** The sums that have not been drained. */
  public List<Posting> postings() {
    return sums.entrySet().stream().map(sum -> new Posting(sum.getKey(), sum.getValue())).toList();
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
    List<Posting> drained = postings();
    sums.clear();
    return drained;
  }
}
