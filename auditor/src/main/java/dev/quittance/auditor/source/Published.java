package dev.quittance.auditor.source;

import java.util.Optional;

/**
 * A record of a topic with one partition.
 *
 * @param offset where it stands
 * @param appendTime when it was appended, unix milliseconds; 0 where the source does not say
 * @param content what it says; empty if its value does not decode
 */
public record Published<T>(long offset, long appendTime, Optional<T> content) {

  /** A record whose append time is not known. */
  public Published(long offset, Optional<T> content) {
    this(offset, 0, content);
  }
}
