package dev.quittance.cli;

/** What exit codes mean, for every command. */
public final class ExitCode {
  /** All of it holds, or was done. */
  public static final int OK = 0;

  /** A check failed, or something could not be done. */
  public static final int FAILED = 1;

  /** The command was called wrongly, or something that it needs is missing. */
  public static final int USAGE = 2;

  /** Nothing failed, but not everything could be checked. */
  public static final int INCONCLUSIVE = 3;

  private ExitCode() {}
}
