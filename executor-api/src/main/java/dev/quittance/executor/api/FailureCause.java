package dev.quittance.executor.api;

import java.util.Locale;
import java.util.Optional;

/** Why a call failed, as far as it matters for another attempt. */
public enum FailureCause {
  /** The other side has too much to do, and says so: HTTP 429. */
  RATE_LIMITED,
  /** It can't be reached or breaks down: connection refused, HTTP 5xx. */
  UNAVAILABLE,
  /** It did not answer in time. */
  TIMEOUT,
  /** Its answer is not what the service promises. */
  INVALID_ANSWER,
  /** It will not do this work: bad input, no permission, HTTP 4xx. Nothing is tried again. */
  REFUSED,
  /** Whether the call took place is unknown, and it must not be made twice. */
  OUTCOME_UNKNOWN,
  /** Nothing was called: the executor's circuit is open. */
  CIRCUIT_OPEN,
  /** Nothing more is wanted of it: its order ended first. */
  CANCELLED,
  /** The executor itself is broken or missing. */
  BROKEN;

  /** Its name in records: lower case, words joined by hyphens. */
  public String recordName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The cause of a record's name; empty for a name that is not known here. */
  public static Optional<FailureCause> ofRecordName(String name) {
    for (FailureCause cause : values()) {
      if (cause.recordName().equals(name)) {
        return Optional.of(cause);
      }
    }
    return Optional.empty();
  }
}
