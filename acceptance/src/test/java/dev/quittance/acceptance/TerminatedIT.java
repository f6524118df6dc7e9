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
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * SIGTERM under load: what is in flight is finished, or resumed by another process; nothing is lost
 * and nothing done twice.
 */
@Order(9)
@ExtendWith(SharedLine.class)
@Tag("long")
class TerminatedIT {
  private static final String SECOND = "b";
  private static final Duration BETWEEN = Duration.ofSeconds(4);

  /** A process that was asked to end. */
  private record Ending(String instance, int exitCode, double seconds) {
    @Override
    public String toString() {
      return "%-12s ended with %d after %4.1f s".formatted(instance, exitCode, seconds);
    }
  }

  @Test
  void everyProcessEndsWithZeroUnderLoadAndAnotherOneGoesOn(LineUnderTest line) {
    StageProcess second = line.process("executor", SECOND);
    second.start();
    second.awaitReady();
    int orders = Size.current().orders();
    Duration span = BETWEEN.multipliedBy(2L * LineStages.NAMES.size());
    List<Ending> endings = new ArrayList<>();
    try (Load load = Load.start(line, "term", line.stub().seed() + 2, orders, span)) {
      for (String stage : LineStages.NAMES) {
        Waiting.pause(BETWEEN);
        StageProcess process = line.process(stage, LineUnderTest.FIRST);
        endings.add(end(process));
        // The executor's other process goes on alone; the others come back, as after an update.
        if (!stage.equals("executor")) {
          process.start();
          process.awaitReady();
        }
      }
      assertThat(load.awaitPlaced()).hasSize(orders);
    }
    EndChecks.Summary summary = EndChecks.assertHold(line);
    System.out.printf("TerminatedIT, seed %d: %s%n", line.stub().seed() + 2, summary);
    endings.forEach(ending -> System.out.println("  " + ending));
    assertThat(endings).allMatch(ending -> ending.exitCode() == 0);
    line.restore();
    assertThat(second.stop()).as("exit code of %s", second.instance()).isZero();
  }

  private static Ending end(StageProcess process) {
    long begun = System.nanoTime();
    int exitCode = process.stop();
    return new Ending(process.instance(), exitCode, (System.nanoTime() - begun) / 1e9);
  }
}
