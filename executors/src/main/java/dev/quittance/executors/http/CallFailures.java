package dev.quittance.executors.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.api.TaskCall;
import dev.quittance.executor.api.TaskOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What both executors say of calls without an answer, and how long a call may take. */
public final class CallFailures {
  private CallFailures() {}

  /** The outcome of a call that got no answer. */
  public static TaskOutcome.Failed of(HttpOutcome.NoAnswer none, ObjectNode evidence) {
    return switch (none.reason()) {
      case FORBIDDEN_ADDRESS ->
          failed(
              FailureCause.REFUSED,
              "forbidden-address",
              none.message()
                  + "; if it is meant to be there, the operator can set allowPrivateAddresses",
              evidence);
      case UNREACHABLE -> failed(FailureCause.UNAVAILABLE, "unreachable", none.message(), evidence);
      case BROKEN_OFF ->
          failed(FailureCause.UNAVAILABLE, "connection-lost", none.message(), evidence);
      case TIMEOUT -> failed(FailureCause.TIMEOUT, "timeout", none.message(), evidence);
      case TOO_LARGE ->
          failed(
              FailureCause.INVALID_ANSWER,
              "answer-too-large",
              none.message() + "; the limit is maxResponseBytes",
              evidence);
    };
  }

  /** A failure after which nobody asked for a pause. */
  public static TaskOutcome.Failed failed(
      FailureCause cause, String code, String message, ObjectNode evidence) {
    return new TaskOutcome.Failed(cause, code, message, Optional.empty(), evidence);
  }

  /**
   * How long a call may take: the shortest of what the task, its deadline and the settings allow.
   *
   * @return not above zero when the deadline has passed
   */
  public static Duration timeFor(TaskCall call, Duration setting, Instant now) {
    Duration left = Duration.between(now, call.deadline());
    Duration shortest = left.compareTo(setting) < 0 ? left : setting;
    return call.timeout().compareTo(shortest) < 0 ? call.timeout() : shortest;
  }
}
