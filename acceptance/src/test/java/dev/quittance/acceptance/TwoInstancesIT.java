package dev.quittance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.acceptance.check.EndChecks;
import dev.quittance.acceptance.check.Takeover;
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
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two processes of each stage; one of each is killed under load, and the other takes over. */
@Order(3)
@ExtendWith(SharedLine.class)
@Tag("long")
class TwoInstancesIT {
  private static final String SECOND = "b";
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(3);
  private static final Duration SPAN = Duration.ofSeconds(45);
  private static final Duration TAKEOVER_TIMEOUT = Duration.ofMinutes(2);

  @Test
  void theOtherTakesOver(LineUnderTest line) {
    for (String stage : LineStages.NAMES) {
      line.process(stage, SECOND).start();
    }
    LineStages.NAMES.forEach(stage -> line.process(stage, SECOND).awaitReady());
    int orders = Size.current().orders();
    try (Admin admin = line.kafka().admin();
        Load load = Load.start(line, "two", line.stub().seed() + 1, orders, SPAN)) {
      List<Takeover> takeovers = new ArrayList<>();
      for (int i = 0; i < LineStages.NAMES.size(); i++) {
        Waiting.pause(BETWEEN_KILLS);
        takeovers.add(Takeover.kill(line, admin, victim(line, i)));
      }
      Waiting.until(
          "the others to take over",
          TAKEOVER_TIMEOUT,
          () -> takeovers.stream().filter(Takeover::isDone).count() == takeovers.size(),
          takeovers::toString);
      assertThat(load.awaitPlaced()).hasSize(orders);
      EndChecks.Summary summary = EndChecks.assertHold(line);
      System.out.printf("TwoInstancesIT, seed %d: %s%n", line.stub().seed() + 1, summary);
      takeovers.forEach(takeover -> System.out.println("  " + takeover));
    }
    line.restore();
    for (String stage : LineStages.NAMES) {
      StageProcess second = line.process(stage, SECOND);
      if (second.isAlive()) {
        assertThat(second.stop()).as("exit code of %s", second.instance()).isZero();
      }
    }
  }

  /** Of one stage the first process, of the next one the second. */
  private static StageProcess victim(LineUnderTest line, int stage) {
    return line.process(LineStages.NAMES.get(stage), stage % 2 == 0 ? LineUnderTest.FIRST : SECOND);
  }
}
