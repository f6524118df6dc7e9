package dev.quittance.executor.domain.admission;

import dev.quittance.planning.document.Hash32;

/** What admission is told. */
public sealed interface AdmissionCommand {
  /** The attempt that it is about. */
  AttemptId id();

  /** The attempt's order. */
  Hash32 orderId();

  /**
   * An attempt wants to begin.
   *
   * @param executor as the plan names it
   */
  record Request(AttemptId id, Hash32 orderId, String tenant, String agentId, String executor)
      implements AdmissionCommand {}

  /** An attempt has ended, or no longer wants to begin. */
  record End(AttemptId id, Hash32 orderId) implements AdmissionCommand {}
}
