package dev.quittance.executors.http;

import java.util.Map;
import java.util.Optional;

/** What came of a request. */
public sealed interface HttpOutcome {

  /**
   * The other side answered, whatever it says.
   *
   * @param headers by their names in lower case
   * @param body read as UTF-8
   */
  record Answered(int status, Map<String, String> headers, String body) implements HttpOutcome {
    /** A header's value, by its name in lower case. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /**
   * It did not, or not wholly.
   *
   * @param sent whether the request may have reached it
   * @param message for people, without secrets
   */
  record NoAnswer(Reason reason, boolean sent, String message) implements HttpOutcome {}

  /** Why there is no answer. */
  enum Reason {
    /** Its address must not be called. */
    FORBIDDEN_ADDRESS,
    /** No connection to it could be made. */
    UNREACHABLE,
    /** The connection ended too early. */
    BROKEN_OFF,
    /** Time was up. */
    TIMEOUT,
    /** Its answer is longer than allowed. */
    TOO_LARGE
  }
}
