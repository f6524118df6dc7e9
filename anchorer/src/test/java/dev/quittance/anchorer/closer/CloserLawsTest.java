package dev.quittance.anchorer.closer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.log.PeriodBounds;
import dev.quittance.receipts.log.PeriodSchedule;
import dev.quittance.receipts.log.PeriodSchedule.CatchUp;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an auditor may rely on, whatever became of the closer meanwhile. */
class CloserLawsTest {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void everyPeriodEndsWhereTheScheduleAllows(long seed) {
    Random random = new Random(seed);
    CatchUp catchUp = random.nextBoolean() ? CatchUp.EACH : CatchUp.MERGE;
    int cadence = 1 + random.nextInt(random.nextBoolean() ? 20 : 100_000);
    long first = 1_767_571_200 + random.nextInt(100_000);
    // The epoch before may have ended anywhere.
    PeriodSchedule schedule =
        new PeriodSchedule(first - random.nextInt(3 * cadence), cadence, catchUp);
    CloserState state = CloserState.initial(schedule, 1);
    long now = first + random.nextInt(cadence);
    long endingSince = Long.MAX_VALUE;
    int closed = 0;
    while (closed < 300) {
      now += outage(random, cadence);
      // Now and then the epoch is to be ended, and goes on after all.
      if (random.nextInt(20) == 0) {
        endingSince = endingSince == Long.MAX_VALUE ? now : Long.MAX_VALUE;
      }
      CloserDecision decision =
          endingSince == Long.MAX_VALUE
              ? CloserDecision.decide(state, now)
              : CloserDecision.decideLast(state, now, endingSince);
      if (decision instanceof CloserDecision.Send(long seq, PeriodBounds bounds, boolean _)) {
        assertThat(schedule.allows(bounds))
            .as("seed %d: %s of %s at %d", seed, bounds, schedule, now)
            .isTrue();
        state = state.scheduled(seq, bounds, now).headClosed(seq, 0);
        closed++;
      }
    }
    assertThat(state.last().orElseThrow().bounds().end()).isLessThanOrEqualTo(now);
  }

  private static long outage(Random random, int cadence) {
    return switch (random.nextInt(10)) {
      case 0 -> random.nextInt(10 * cadence);
      case 1 -> 0;
      default -> 1 + random.nextInt(1 + cadence / 3);
    };
  }
}
