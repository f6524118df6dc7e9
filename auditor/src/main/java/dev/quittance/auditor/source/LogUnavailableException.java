package dev.quittance.auditor.source;

/** A log cannot be read, so nothing can be said about it; the message says what to do. */
public final class LogUnavailableException extends Exception {

  /** What is wrong, and what to do. */
  public LogUnavailableException(String message) {
    super(message);
  }

  /** What is wrong, what to do, and what the client said. */
  public LogUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
