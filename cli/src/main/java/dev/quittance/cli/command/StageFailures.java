package dev.quittance.cli.command;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import org.apache.kafka.common.errors.FencedInstanceIdException;

/** Why a stage stopped for good, and what its operator can do. */
final class StageFailures {
  private StageFailures() {}

  /** The failure with its advice. */
  static CommandFailure inWords(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FencedInstanceIdException) {
        return new CommandFailure(
            ExitCode.FAILED,
            "another process has joined the stage under this instance's name",
            "Stop that process, or give this one a name of its own: --instance NAME.");
      }
    }
    return new CommandFailure(
        ExitCode.FAILED,
        "a stage stopped: " + failure,
        "The log says more. Started again, it goes on where it was.");
  }
}
