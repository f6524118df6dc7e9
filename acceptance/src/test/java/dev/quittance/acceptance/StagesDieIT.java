package dev.quittance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.acceptance.check.EndChecks;
import dev.quittance.acceptance.line.LineUnderTest;
import dev.quittance.acceptance.line.Load;
import dev.quittance.acceptance.line.SharedLine;
import dev.quittance.acceptance.line.Size;
import dev.quittance.acceptance.line.StageProcess;
import dev.quittance.acceptance.line.Waiting;
import dev.quittance.line.LineStages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every stage in a process of its own, vendors that fail, hang and lie, and every process killed at
 * random moments: each order ends, once, and is paid, once.
 */
@Order(2)
@ExtendWith(SharedLine.class)
class StagesDieIT {
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(10);
  private static final int SOME_MS = 3000;

  /** A death and what came after it. */
  private record Death(String instance, Duration after, Duration backIn) {
    @Override
    public String toString() {
      return "%-12s killed at %5.1f s, ready again in %4.1f s"
          .formatted(instance, seconds(after), seconds(backIn));
    }
  }

  @Test
  void everyOrderEndsOnceThoughEveryProcessDies(LineUnderTest line) {
    Size size = Size.current();
    long seed = line.stub().seed();
    List<String> victims = new ArrayList<>();
    for (int i = 0; i < size.killsPerStage(); i++) {
      victims.addAll(LineStages.NAMES);
    }
    Random random = new Random(seed);
    Collections.shuffle(victims, random);
    Duration span = BETWEEN_KILLS.multipliedBy(victims.size());
    List<Death> deaths = new ArrayList<>();
    try (Load load = Load.start(line, "die", seed, size.orders(), span)) {
      long begun = System.nanoTime();
      for (String victim : victims) {
        long round = System.nanoTime();
        Waiting.pause(Duration.ofMillis(random.nextInt(SOME_MS)));
        deaths.add(kill(line.process(victim, LineUnderTest.FIRST), begun));
        Duration left = BETWEEN_KILLS.minusNanos(System.nanoTime() - round);
        Waiting.pause(left.isNegative() ? Duration.ZERO : left);
      }
      assertThat(load.awaitPlaced()).hasSize(size.orders());
    }
    EndChecks.Summary summary = EndChecks.assertHold(line);
    System.out.printf("StagesDieIT, seed %d: %s%n", seed, summary);
    deaths.forEach(death -> System.out.println("  " + death));
  }

  private static Death kill(StageProcess process, long begun) {
    Duration after = Duration.ofNanos(System.nanoTime() - begun);
    long killed = System.nanoTime();
    process.kill();
    process.start();
    process.awaitReady();
    return new Death(process.instance(), after, Duration.ofNanos(System.nanoTime() - killed));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
