package dev.quittance.executors.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.api.TaskOutcome;
import java.time.Duration;
import java.util.Optional;

/** What an endpoint's error statuses mean for the task, and what to do about them. */
public final class Refusals {
  private Refusals() {}

  /**
   * The outcome of an error.
   *
   * @param said the endpoint's own words, fit to be shown; may be empty
   * @param retryAfter how long it asks to be left alone
   */
  public static TaskOutcome.Failed of(
      int status, String said, Optional<Duration> retryAfter, ObjectNode evidence) {
    FailureCause cause = cause(status);
    String words = said.isEmpty() ? "" : " (" + said + ")";
    return new TaskOutcome.Failed(
        cause,
        "http-" + status,
        "the endpoint answered " + status + words + "; " + advice(status),
        retryAfter,
        evidence);
  }

  private static FailureCause cause(int status) {
    return switch (status) {
      case 429 -> FailureCause.RATE_LIMITED;
      case 408, 504 -> FailureCause.TIMEOUT;
      case 409, 425 -> FailureCause.UNAVAILABLE;
      default -> status >= 500 ? FailureCause.UNAVAILABLE : FailureCause.REFUSED;
    };
  }

  private static String advice(int status) {
    return switch (status) {
      case 401 -> "the key in apiKeyFile is missing, wrong or revoked";
      case 402 -> "the account has to be paid";
      case 403 -> "the key may not use this model";
      case 404 -> "check baseUrl (often it ends in /v1) and model";
      case 408, 504 -> "it took too long inside";
      case 413 -> "the input is too long for it";
      case 429 -> "it wants fewer calls, or the account's quota is used up";
      default -> {
        if (status >= 500) {
          yield "it is broken or overloaded";
        }
        yield status < 400
            ? "redirects are not followed: set baseUrl to where it is"
            : "it does not take this request; check model and the settings";
      }
    };
  }
}
