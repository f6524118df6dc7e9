package dev.quittance.executor.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;

/** What became of a call. */
public sealed interface TaskOutcome {
  /** What the call used and how the work was done, such as model, tokens and cost; may be empty. */
  ObjectNode evidence();

  /** It brought its output, a JSON value. */
  record Succeeded(JsonNode output, ObjectNode evidence) implements TaskOutcome {}

  /**
   * It brought none.
   *
   * @param cause decides whether, and how soon, another attempt follows
   * @param code stable, in kebab case, at most 64 characters
   * @param message for people: what happened and what to do
   * @param retryAfter how long the other side asks to be left alone
   */
  record Failed(
      FailureCause cause,
      String code,
      String message,
      Optional<Duration> retryAfter,
      ObjectNode evidence)
      implements TaskOutcome {}

  /** A failure of which nothing more is known. */
  static Failed failed(FailureCause cause, String code, String message) {
    return new Failed(
        cause, code, message, Optional.empty(), JsonNodeFactory.instance.objectNode());
  }
}
