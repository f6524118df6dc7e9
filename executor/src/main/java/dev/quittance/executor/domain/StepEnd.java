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

  static StepEnd completed(StepState.Running running, RunCommand.StepSucceeded success) {
    return begun(
        Verdict.COMPLETED, running, Optional.of(success.outputHash()), "", "", success.doneBy());
  }

  static StepEnd failed(StepState.Running running, RunCommand.StepFailed failure) {
    return begun(
        Verdict.FAILED,
        running,
        Optional.empty(),
        failure.code(),
        failure.message(),
        failure.doneBy());
  }

  static StepEnd tooLate(StepState.Running running, String message, DoneBy doneBy) {
    return begun(
        Verdict.EXPIRED, running, Optional.empty(), RunDecider.PAST_DEADLINE, message, doneBy);
  }

  static StepEnd notBegun(Verdict verdict, String code, String message) {
    return new StepEnd(
        verdict, 0, Optional.empty(), Optional.empty(), code, message, new DoneBy.Nobody());
  }

  private static StepEnd begun(
      Verdict verdict,
      StepState.Running running,
      Optional<Hash32> outputHash,
      String code,
      String message,
      DoneBy doneBy) {
    return new StepEnd(
        verdict,
        running.attempt(),
        Optional.of(running.inputHash()),
        outputHash,
        code,
        message,
        doneBy);
  }
}
