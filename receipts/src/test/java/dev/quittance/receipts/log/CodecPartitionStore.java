package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A store that keeps nothing but bytes, sorted by key, as a Streams store does; a transaction can
 * be undone.
 */
final class CodecPartitionStore implements PartitionStore {

  private static final Bytes STATE = Bytes.EMPTY;

  private TreeMap<Bytes, Bytes> states = new TreeMap<>();
  private TreeMap<Bytes, Bytes> agents = new TreeMap<>();
  private TreeMap<Bytes, Bytes> sums = new TreeMap<>();

  /** A copy, for undoing what is done next. */
  CodecPartitionStore copy() {
    CodecPartitionStore copy = new CodecPartitionStore();
    copy.states = new TreeMap<>(states);
    copy.agents = new TreeMap<>(agents);
    copy.sums = new TreeMap<>(sums);
    return copy;
  }

  @Override
  public Optional<PartitionState> state() {
    return Optional.ofNullable(states.get(STATE)).map(PartitionState::decode);
  }

  @Override
  public void putState(PartitionState state) {
    states.put(STATE, state.encode());
  }

  @Override
  public Optional<AgentState> agent(Address agent) {
    return Optional.ofNullable(agents.get(agent.toBytes())).map(AgentState::decode);
  }

  @Override
  public void putAgent(Address agent, AgentState state) {
    agents.put(agent.toBytes(), state.encode());
  }

  @Override
  public List<AgentOfPeriod> agentsOf(long period) {
    return agents.entrySet().stream()
        .map(e -> new AgentOfPeriod(Address.copyOf(e.getKey()), AgentState.decode(e.getValue())))
        .filter(known -> known.state().period() == period)
        .toList();
  }

  @Override
  public void addPosting(Posting posting) {
    sums.merge(
        posting.key().encode(),
        posting.change().encode(),
        (old, more) -> Balance.decode(old).plus(Balance.decode(more)).encode());
  }

  @Override
  public List<Posting> drainPostings() {
    List<Posting> drained =
        sums.entrySet().stream()
            .map(e -> new Posting(AccountAsset.decode(e.getKey()), Balance.decode(e.getValue())))
            .toList();
    sums.clear();
    return drained;
  }
}
