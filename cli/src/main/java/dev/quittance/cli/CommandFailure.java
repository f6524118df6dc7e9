package dev.quittance.cli;

/** An end of a command that its user can do something about: what happened and what to do next. */
public final class CommandFailure extends RuntimeException {
  private final int exitCode;
  private final String nextStep;

  /** A failure with the given exit code. */
  public CommandFailure(int exitCode, String message, String nextStep) {
    super(message);
    this.exitCode = exitCode;
    this.nextStep = nextStep;
  }

  /** The command's exit code. */
  public int exitCode() {
    return exitCode;
  }

  /** What the user can do, in one sentence. */
  public String nextStep() {
    return nextStep;
  }
}
