package dev.quittance.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void waitsTwiceAsLongWithEachDeathThatFollowsSoon() {
    Backoff backoff = Backoff.none();
    assertThat(backoff.pause()).isZero();
    for (Duration expected = Backoff.SHORTEST;
        expected.compareTo(Backoff.LONGEST) < 0;
        expected = expected.multipliedBy(2)) {
      backoff = backoff.afterDeath(Duration.ofSeconds(1));
      assertThat(backoff.pause()).isEqualTo(expected);
    }
    for (int i = 0; i < 100; i++) {
      backoff = backoff.afterDeath(Duration.ofSeconds(1));
      assertThat(backoff.pause()).isEqualTo(Backoff.LONGEST);
    }
  }

  @Test
  void beginsAnewAfterAProcessThatWasUpForAWhile() {
    Backoff tired = new Backoff(9).afterDeath(Backoff.SETTLED.plusMillis(1));
    assertThat(tired.pause()).isEqualTo(Backoff.SHORTEST);
  }
}
