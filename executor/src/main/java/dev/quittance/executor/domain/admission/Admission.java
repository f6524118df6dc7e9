package dev.quittance.executor.domain.admission;

import dev.quittance.planning.document.Hash32;

/**
 * An attempt that holds permits, or waits for them; all that has to be stored about it.
 *
 * @param executor as the plan names it
 * @param arrival its place in the order of arrival
 * @param granted whether it holds a permit of each of its limits
 */
public record Admission(
    AttemptId id,
    Hash32 orderId,
    String tenant,
    String agentId,
    String executor,
    long arrival,
    boolean granted) {
  Admission grant() {
    return new Admission(id, orderId, tenant, agentId, executor, arrival, true);
  }
}
