package dev.quittance.webhooks.domain;

import dev.quittance.webhooks.domain.Message.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides what an outcome means for a message and its endpoint. Pure. */
public final class Delivering {
  /** An endpoint that takes nothing for so long is disabled. */
  public static final Duration LONGEST_FAILURE = Duration.ofDays(5);

  private Delivering() {}

  /** An endpoint and how fast it takes messages. */
  public record Standing(Endpoint endpoint, Pace pace) {
    private Standing overflowing(Overflow overflow) {
      return new Standing(endpoint.overflowing(overflow), pace);
    }
  }

  /** What stands after an outcome. */
  public record Decision(Standing standing, Message message) {}

  /**
   * A message is to be sent: it waits, or ends at once when as many as may are open already. The
   * newest gives way, for those before it have a schedule that they were promised, and what is
   * missing then is all that happened from one time to another.
   */
  public static Decision take(Standing standing, Message message, Backlog backlog) {
    if (!backlog.isFull()) {
      return new Decision(standing, message);
    }
    Overflow overflow = standing.endpoint().overflow().turnedAway(message.atMs());
    return new Decision(
        standing.overflowing(overflow), message.ended(State.OVERFLOWED, message.atMs()));
  }

  /** An attempt begins. */
  public static Decision begin(Standing standing, Message message) {
    return new Decision(
        new Standing(standing.endpoint(), standing.pace().begun()), message.begun());
  }

  /**
   * An attempt has its outcome; empty when it is none of the attempt under way: an attempt that a
   * crash repeated has two, and the second says nothing.
   *
   * @param backlog with this message
   */
  public static Optional<Decision> outcome(
      Standing standing, Message message, AttemptOutcome outcome, Backlog backlog) {
    return outcome(standing, message, outcome)
        .map(decision -> {
          Backlog left = decision.message().state().isEnd() ? backlog.less() : backlog;
          Overflow overflow = decision.standing().endpoint().overflow().at(left, outcome.atMs());
          return new Decision(decision.standing().overflowing(overflow), decision.message());
        });
  }

  private static Optional<Decision> outcome(
      Standing standing, Message message, AttemptOutcome outcome) {
    if (message.state() != State.UNDER_WAY || message.attempts() != outcome.attempt()) {
      return Optional.empty();
    }
    if (outcome.isDelivered()) {
      return Optional.of(
          new Decision(
              new Standing(standing.endpoint(), standing.pace().delivered()),
              message.ended(State.DELIVERED, outcome.atMs())));
    }
    Message next =
        outcome.isGone() || outcome.nextAtMs() == 0
            ? message.ended(State.GIVEN_UP, outcome.atMs())
            : message.again(outcome.nextAtMs());
    return Optional.of(new Decision(failed(standing, outcome), next));
  }

  private static Standing failed(Standing standing, AttemptOutcome outcome) {
    Pace pace = standing.pace().failed(outcome.atMs());
    if (outcome.isThrottled()) {
      pace = pace.pausedUntil(outcome.pausedUntilMs());
    }
    return new Standing(
        whyDisabled(pace, outcome)
            .filter(_ -> standing.endpoint().isEnabled())
            .map(why -> standing.endpoint().disabled(why))
            .orElse(standing.endpoint()),
        pace);
  }

  private static Optional<String> whyDisabled(Pace pace, AttemptOutcome outcome) {
    if (outcome.isGone()) {
      return Optional.of("It answered 410 Gone.");
    }
    return outcome.atMs() - pace.failingSinceMs() >= LONGEST_FAILURE.toMillis()
        ? Optional.of(
            "Every attempt has failed since " + Instant.ofEpochMilli(pace.failingSinceMs()) + ".")
        : Optional.empty();
  }
}
