package dev.quittance.executor.domain;

import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.crypto.Bytes;
import java.util.Optional;

/** Where a step of a run stands. All but {@link Waiting} and {@link Running} are final. */
public sealed interface StepState {
  /** It waits for steps that it needs. */
  record Waiting() implements StepState {}

  /**
   * Its task may be worked on.
   *
   * @param attempt from 1; only a result of this attempt counts
   * @param inputHash SHA-256 of the bytes that it works on
   */
  record Running(int attempt, Hash32 inputHash) implements StepState {}

  /**
   * It has its output.
   *
   * @param outputHash SHA-256 of the output's bytes
   * @param output the bytes, when they are at hand: the state that is stored cites them only
   */
  record Completed(Hash32 outputHash, Optional<Bytes> output) implements StepState {}

  /** Its work did not succeed. */
  record Failed() implements StepState {}

  /** A step that it needs was not completed. */
  record Cancelled() implements StepState {}

  /** The order's deadline came before its output. */
  record Expired() implements StepState {}
}
