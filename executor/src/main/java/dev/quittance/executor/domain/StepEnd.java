package dev.quittance.executor.domain;

import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.Verdict;
import java.util.Optional;

/**
 * How a step ended.
 *
 * @param attempt the attempt that decided it; 0 when none was begun
 * @param inputHash empty when there never was an input
 * @param outputHash empty unless completed
 * @param code stable, empty when completed
 * @param message for people, empty when completed
 */
record StepEnd(
    Verdict verdict,
    int attempt,
    Optional<Hash32> inputHash,
    Optional<Hash32> outputHash,
    String code,
    String message,
    DoneBy doneBy) {

  static StepEnd completed(Attempt attempt, RunCommand.StepSucceeded success) {
    return of(
        Verdict.COMPLETED,
        attempt.number(),
        attempt.inputHash(),
        Optional.of(success.outputHash()),
        "",
        "",
        success.doneBy());
  }

  static StepEnd failed(Attempt attempt, RunCommand.StepFailed failed) {
    return of(
        Verdict.FAILED,
        attempt.number(),
        attempt.inputHash(),
        Optional.empty(),
        failed.failure().code(),
        failed.failure().message(),
        failed.doneBy());
  }

  /** An attempt was begun, and the deadline came before its result. */
  static StepEnd tooLate(Attempt attempt, String message, DoneBy doneBy) {
    return expired(attempt.number(), attempt.inputHash(), message, doneBy);
  }

  /** The deadline came before an attempt could begin; there may have been others before it. */
  static StepEnd tooLateToBegin(Attempt next, String message) {
    DoneBy doneBy = next.number() == 1 ? new DoneBy.Nobody() : DoneBy.Worker.silent();
    return expired(next.number() - 1, next.inputHash(), message, doneBy);
  }

  static StepEnd notBegun(Verdict verdict, String code, String message) {
    return new StepEnd(
        verdict, 0, Optional.empty(), Optional.empty(), code, message, new DoneBy.Nobody());
  }

  private static StepEnd expired(int attempts, Hash32 inputHash, String message, DoneBy doneBy) {
    return of(
        Verdict.EXPIRED,
        attempts,
        inputHash,
        Optional.empty(),
        RunDecider.PAST_DEADLINE,
        message,
        doneBy);
  }

  private static StepEnd of(
      Verdict verdict,
      int attempt,
      Hash32 inputHash,
      Optional<Hash32> outputHash,
      String code,
      String message,
      DoneBy doneBy) {
    return new StepEnd(verdict, attempt, Optional.of(inputHash), outputHash, code, message, doneBy);
  }
}
