package dev.quittance.webhooks.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
  private static final RetrySchedule SCHEDULE = RetrySchedule.STANDARD;

  @Test
  void pausesGrowAsStandardWebhooksRecommendsAndThenItIsOver() {
    for (int round = 0; round < 9; round++) {
      Duration least = SCHEDULE.pauses().get(round + 1);
      for (int message = 0; message < 200; message++) {
        Duration pause = SCHEDULE.after(round, "msg_" + message, round + 1).orElseThrow();

        assertThat(pause)
            .as("round %d, message %d", round, message)
            .isBetween(least, least.plus(least.dividedBy(10)));
      }
    }
    assertThat(SCHEDULE.after(9, "msg_1", 10)).isEmpty();
  }

  @Test
  void theMessageAndTheAttemptAloneDecideThePause() {
    List<Duration> pauses = new ArrayList<>();
    for (int message = 0; message < 100; message++) {
      Duration pause = SCHEDULE.after(1, "msg_" + message, 2).orElseThrow();
      assertThat(SCHEDULE.after(1, "msg_" + message, 2)).contains(pause);
      pauses.add(pause);
    }

    assertThat(pauses.stream().distinct().count()).as("different pauses").isGreaterThan(50);
  }
}
