package dev.quittance.executor.domain;

import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.crypto.Bytes;
import java.util.Optional;

/**
 * Where a step of a run stands.
 *
 * <pre>
 * Waiting ──▶ Requested ──▶ Running ──▶ Completed | Failed
 *    │            ▲            │
 *    │            └── Backoff ◀┘         a step of a built-in executor is Running at once
 *    ▼
 * Cancelled, when a step that it needs was not completed; Expired, from any, at the deadline
 * </pre>
 */
public sealed interface StepState {
  /** It waits for steps that it needs. */
  record Waiting() implements StepState {}

  /** It is outside work, and waits until the limits of tenant, agent and provider leave room. */
  record Requested(Attempt attempt) implements StepState {}

  /** It is worked on; only a result of this attempt counts. */
  record Running(Attempt attempt) implements StepState {}

  /**
   * An attempt failed, and another begins at a given time.
   *
   * @param next the attempt that begins then
   * @param dueAtMs unix ms
   */
  record Backoff(Attempt next, long dueAtMs) implements StepState {}

  /**
   * It has its output.
   *
   * @param outputHash SHA-256 of the output's bytes
   * @param output the bytes, when they are at hand: of large ones, the state that is stored has the
   *     hash
   */
  record Completed(Hash32 outputHash, Optional<Bytes> output) implements StepState {}

  /** Its work did not succeed. */
  record Failed() implements StepState {}

  /** A step that it needs was not completed. */
  record Cancelled() implements StepState {}

  /** The order's deadline came before its output. */
  record Expired() implements StepState {}
}
