package dev.quittance.anchorer.interim;

import dev.quittance.receipts.log.PartitionState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The latest committed state of each partition, and up to where it has been told. Not thread-safe.
 */
final class OpenPeriods {
  private final Map<Integer, PartitionState> latest = new TreeMap<>();
  private final Map<Integer, PartitionState> told = new TreeMap<>();

  /** Takes what a partition's log has committed. */
  void fold(PartitionState state) {
    latest.put(state.partition(), state);
  }

  /** Whether anything is known of a partition. */
  boolean knows(int partition) {
    return latest.containsKey(partition);
  }

  /** The states whose open period has entries that nothing was told of. */
  List<PartitionState> untold() {
    return latest.values().stream()
        .filter(state -> state.entries().size() > 0)
        .filter(state -> !state.equals(told.get(state.partition())))
        .toList();
  }

  /** States have been told. */
  void tell(List<PartitionState> states) {
    states.forEach(state -> told.put(state.partition(), state));
  }
}
