package dev.quittance.auditor.source;

/** A log cannot be read, so nothing can be said about it; the message says what to do. */
public final class LogUnavailableException extends Exception {

  private String topic = "";
  private long offset = -1;

  /** What is wrong, and what to do. */
  public LogUnavailableException(String message) {
    super(message);
  }

  /** What is wrong with the record at an offset of a topic with one partition, and what to do. */
  public LogUnavailableException(String message, String topic, long offset) {
    super(message);
    this.topic = topic;
    this.offset = offset;
  }

  /** What is wrong, what to do, and what the client said. */
  public LogUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The topic whose record can't be read; empty if it is about no record. */
  public String topic() {
    return topic;
  }

  /** The offset of that record. */
  public long offset() {
    return offset;
  }
}
