package dev.quittance.anchorer.client;

import dev.quittance.platform.chain.outbox.Change;
import dev.quittance.platform.chain.outbox.JobState;
import dev.quittance.platform.chain.outbox.SettledThrough;
import dev.quittance.schemas.avro.AnchorStatusRecord;
import java.util.HashMap;
import java.util.Map;

/** What {@code anchor-status} says about each period, folded. Not thread-safe. */
final class AnchorStatuses {
  private final Map<Long, JobState> open = new HashMap<>();
  private final SettledThrough settled;

  AnchorStatuses(SettledThrough settled) {
    this.settled = settled;
  }

  void fold(AnchorStatusRecord record) {
    StatusRecords.change(record).ifPresent(this::fold);
  }

  void fold(Change<Long> change) {
    JobState state = open.getOrDefault(change.id(), new JobState.Ready()).after(change);
    if (state instanceof JobState.Final) {
      open.remove(change.id());
      settled.add(change.id());
    } else {
      open.put(change.id(), state);
    }
  }

  boolean isFinal(long seq) {
    return settled.contains(seq);
  }

  /** How many periods are final, with all before them. */
  long settled() {
    return settled.last().orElse(-1) + 1;
  }

  /** Where a period stood when its journal was closed; one that had halted is looked at again. */
  JobState resumed(long seq) {
    JobState state = open.getOrDefault(seq, new JobState.Ready());
    return state instanceof JobState.Halted ? new JobState.Ready() : state;
  }
}
