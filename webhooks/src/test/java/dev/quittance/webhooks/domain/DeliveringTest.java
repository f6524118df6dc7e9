package dev.quittance.webhooks.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.webhooks.domain.Delivering.Decision;
import dev.quittance.webhooks.domain.Delivering.Standing;
import dev.quittance.webhooks.domain.Message.State;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveringTest {
  private static final long NOW = 1_764_000_000_000L;
  private static final long NEXT = NOW + 5_000;
  private static final Standing FRESH =
      new Standing(
          Endpoint.registered("ep_1", "acme", "https://a.example/", List.of(), NOW), Pace.NEW);
  private static final Backlog ROOM = new Backlog(1, 10);
  private static final Decision BEGUN =
      Delivering.begin(FRESH, Message.of("msg_1", "order_completed", "{}", NOW));

  private static Decision after(AttemptOutcome outcome) {
    return Delivering.outcome(BEGUN.standing(), BEGUN.message(), outcome, ROOM).orElseThrow();
  }

  @ParameterizedTest(name = "{0}, next {1}")
  @CsvSource({
    "200, 0,    DELIVERED, true,  8, false",
    "204, 0,    DELIVERED, true,  8, false",
    "0,   5000, WAITING,   true,  2, false",
    "302, 5000, WAITING,   true,  2, false",
    "400, 5000, WAITING,   true,  2, false",
    "500, 5000, WAITING,   true,  2, false",
    "500, 0,    GIVEN_UP,  true,  2, false",
    "429, 5000, WAITING,   true,  1, true",
    "502, 5000, WAITING,   true,  1, true",
    "504, 0,    GIVEN_UP,  true,  1, true",
    "410, 5000, GIVEN_UP,  false, 2, false",
  })
  void anAnswerDecidesAboutTheMessageAndTheEndpoint(
      int status, long next, State state, boolean isEnabled, int window, boolean isPaused) {
    Decision decision = after(new AttemptOutcome(1, status, 0, NOW, next == 0 ? 0 : NOW + next));

    assertThat(decision.message().state()).isEqualTo(state);
    assertThat(decision.standing().endpoint().isEnabled()).isEqualTo(isEnabled);
    assertThat(decision.standing().pace().window()).isEqualTo(window);
    assertThat(decision.standing().pace().underWay()).isZero();
    assertThat(decision.standing().pace().free(NOW + 1) == 0).isEqualTo(isPaused);
  }

  @Test
  void aReceiverSaysHowLongItIsLeftAlone() {
    Pace pace = after(new AttemptOutcome(1, 429, 90_000, NOW, NEXT)).standing().pace();

    assertThat(pace.free(NOW + 89_999)).isZero();
    assertThat(pace.free(NOW + 90_000)).isOne();
  }

  @Test
  void anOutcomeOfAnotherAttemptSaysNothing() {
    Message waiting = after(new AttemptOutcome(1, 500, 0, NOW, NEXT)).message();

    assertThat(
            Delivering.outcome(
                BEGUN.standing(), BEGUN.message(), new AttemptOutcome(2, 200, 0, NOW, 0), ROOM))
        .isEmpty();
    assertThat(
            Delivering.outcome(
                BEGUN.standing(), waiting, new AttemptOutcome(1, 200, 0, NOW, 0), ROOM))
        .isEmpty();
  }

  @Test
  void anEndpointThatFailsForDaysIsDisabledWithTheReason() {
    Standing standing = FRESH;
    Message message = Message.of("msg_1", "error", "{}", NOW);
    long step = Duration.ofHours(20).toMillis();
    for (long at = NOW; at < NOW + Duration.ofDays(5).toMillis(); at += step) {
      Decision begun = Delivering.begin(standing, message);
      Decision failed =
          Delivering.outcome(
                  begun.standing(),
                  begun.message(),
                  new AttemptOutcome(begun.message().attempts(), 500, 0, at, at + step),
                  ROOM)
              .orElseThrow();
      standing = failed.standing();
      message = failed.message();
      assertThat(standing.endpoint().isEnabled()).isTrue();
    }
    Decision begun = Delivering.begin(standing, message);
    long last = NOW + Duration.ofDays(5).toMillis();
    Endpoint endpoint =
        Delivering.outcome(
                begun.standing(),
                begun.message(),
                new AttemptOutcome(begun.message().attempts(), 0, 0, last, last + step),
                ROOM)
            .orElseThrow()
            .standing()
            .endpoint();

    assertThat(endpoint.disabled())
        .hasValueSatisfying(why -> assertThat(why).contains("has failed since 2025-"));
    assertThat(endpoint.wants("error", last)).isFalse();
    assertThat(endpoint.enabled().wants("error", last)).isTrue();
  }

  @Test
  void aResendOfWhatIsOverBeginsANewSchedule() {
    Message over = after(new AttemptOutcome(1, 500, 0, NOW, 0)).message();
    Message waiting = after(new AttemptOutcome(1, 500, 0, NOW, NEXT)).message();

    assertThat(over.asked(NEXT))
        .isEqualTo(new Message(over.id(), over.type(), over.body(), 1, 0, State.WAITING, NEXT));
    assertThat(waiting.asked(NOW).round()).isEqualTo(1);
    assertThat(waiting.asked(NOW).begun().attempts()).isEqualTo(2);
  }

  @Test
  void aRotationCountsOnce() {
    Endpoint endpoint = FRESH.endpoint();
    Endpoint rotated = endpoint.rotated(2, NOW + 1);

    assertThat(rotated.secretVersion()).isEqualTo(2);
    assertThat(rotated.rotated(2, NOW + 2)).isEqualTo(rotated);
  }

  @ParameterizedTest(name = "{0} of 10 are open")
  @CsvSource({"0, WAITING", "9, WAITING", "10, OVERFLOWED", "11, OVERFLOWED"})
  void aMessageThatIsOneTooManyEndsUnsent(long open, State state) {
    Message message = Message.of("msg_2", "error", "{}", NOW + 1);
    Decision decision = Delivering.take(FRESH, message, new Backlog(open, 10));

    assertThat(decision.message().state()).isEqualTo(state);
    assertThat(decision.message().atMs()).isEqualTo(NOW + 1);
    assertThat(decision.standing().pace()).isEqualTo(FRESH.pace());
    assertThat(decision.standing().endpoint().overflow())
        .isEqualTo(state == State.OVERFLOWED ? new Overflow(NOW + 1, 0) : Overflow.NONE);
  }

  @Test
  void anOverflowLastsUntilHalfOfTheRoomIsFree() {
    Endpoint full = BEGUN.standing().endpoint().overflowing(new Overflow(NOW, 0));
    Standing standing = new Standing(full, BEGUN.standing().pace());
    AttemptOutcome delivered = new AttemptOutcome(1, 200, 0, NOW + 2, 0);
    AttemptOutcome failed = new AttemptOutcome(1, 500, 0, NOW + 2, NEXT);

    assertThat(overflow(standing, delivered, 7)).isEqualTo(new Overflow(NOW, 0));
    assertThat(overflow(standing, failed, 6)).isEqualTo(new Overflow(NOW, 0));
    assertThat(overflow(standing, delivered, 6)).isEqualTo(new Overflow(NOW, NOW + 2));
    assertThat(new Overflow(NOW, NOW + 2).turnedAway(NOW + 3)).isEqualTo(new Overflow(NOW + 3, 0));
    assertThat(new Overflow(NOW, 0).turnedAway(NOW + 3)).isEqualTo(new Overflow(NOW, 0));
  }

  private static Overflow overflow(Standing standing, AttemptOutcome outcome, long open) {
    return Delivering.outcome(standing, BEGUN.message(), outcome, new Backlog(open, 10))
        .orElseThrow()
        .standing()
        .endpoint()
        .overflow();
  }
}
