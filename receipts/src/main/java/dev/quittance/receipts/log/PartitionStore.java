package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Address;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link PartitionLog} keeps, for one partition. Used by one thread at a time; whatever was
 * written for one record must become durable together, or not at all.
 */
public interface PartitionStore {

  /** The state after the last record; empty before the first. */
  Optional<PartitionState> state();

  /** Replaces the state. */
  void putState(PartitionState state);

  /** What is known of an agent; empty if none of its receipts was ever accepted here. */
  Optional<AgentState> agent(Address agent);

  /** Replaces what is known of an agent. */
  void putAgent(Address agent, AgentState state);

  /** All agents whose {@link AgentState#period} is the given one, by unsigned address bytes. */
  List<AgentOfPeriod> agentsOf(long period);

  /** Adds to the open period's sum of the posting's account and asset. */
  void addPosting(Posting posting);

  /** The open period's sums by account and asset, in the order of their bytes; removes them. */
  List<Posting> drainPostings();

  /** An agent and what is known of it. */
  record AgentOfPeriod(Address agent, AgentState state) {}
}
