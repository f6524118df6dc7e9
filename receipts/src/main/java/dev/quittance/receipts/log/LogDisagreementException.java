package dev.quittance.receipts.log;

/** The records of a log cannot be one: the replay stops here, as the log itself would. */
public final class LogDisagreementException extends RuntimeException {

  /** The reason that the assembly gave. */
  public LogDisagreementException(String reason) {
    super(reason);
  }
}
