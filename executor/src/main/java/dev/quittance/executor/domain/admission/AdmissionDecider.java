package dev.quittance.executor.domain.admission;

import dev.quittance.executor.domain.admission.AdmissionCommand.End;
import dev.quittance.executor.domain.admission.AdmissionCommand.Request;
import java.util.List;
import java.util.Optional;

/**
 * Decides which attempts may begin, one command at a time.
 *
 * <p>An attempt begins when its tenant, its agent and its provider all have a permit left, and then
 * takes all three at once: nobody holds one while waiting for another, so whoever waits for a
 * saturated agent or tenant blocks nobody else, and no two wait for each other. This takes one
 * decider that sees all limits, which is why its topic has one partition.
 *
 * <p>Among those that can begin, whoever came first goes first; where several tenants stand before
 * the same limit, they take turns. A request that was granted, waits or is repeated, and an end of
 * what nobody knows, change nothing. A decision costs O(log n) of all that wait: attempts with the
 * same three limits share a queue of which only the first is looked at, and a queue is looked at
 * only when the limit opens before which it stands.
 *
 * <p>What this does not promise: an attempt that needs two limits which are both always saturated
 * may be overtaken by others that need only one of them. Its order's deadline bounds that.
 */
public final class AdmissionDecider {
  private AdmissionDecider() {}

  /** Decides a command, and changes the state by it. */
  public static AdmissionDecision decide(AdmissionState state, AdmissionCommand command) {
    return switch (command) {
      case Request request ->
          state.isKnown(request.id())
              ? AdmissionDecision.NOTHING
              : new AdmissionDecision(List.of(state.arrive(request)), Optional.empty());
      case End end ->
          state.isKnown(end.id())
              ? new AdmissionDecision(state.leave(end.id()), Optional.of(end.id()))
              : AdmissionDecision.NOTHING;
    };
  }

  /** What may begin in a restored state because limits are larger than they were. */
  public static AdmissionDecision resume(AdmissionState restored) {
    return new AdmissionDecision(restored.admitAll(), Optional.empty());
  }
}
