package dev.quittance.auditor;

import java.util.Locale;

/** How an audit or a verification ends, with the exit code that says so. */
public enum Outcome {
  /** Everything holds. */
  OK(0),
  /** A check failed. */
  FAILED(1),
  /** No check failed, but one could not be made. */
  INCONCLUSIVE(3);

  private final int exitCode;

  Outcome(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code of a command that ends so. */
  public int exitCode() {
    return exitCode;
  }

  /** The word in reports: {@code ok}, {@code failed}, {@code inconclusive}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
