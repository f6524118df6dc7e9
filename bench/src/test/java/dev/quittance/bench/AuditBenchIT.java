package dev.quittance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.AuditOptions;
import dev.quittance.auditor.AuditReport;
import dev.quittance.auditor.Level;
import dev.quittance.auditor.Outcome;
import dev.quittance.auditor.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditBenchIT {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  @TempDir Path folder;

  @Test
  void aSmallLogIsMeasured() throws IOException {
    AuditBench.Result result = AuditBench.run(folder.resolve("log"), 3_000, CORES, _ -> {});

    assertThat(result.receipts()).isGreaterThanOrEqualTo(3_000);
    assertThat(result.report().levels()).allMatch(level -> level.outcome() != Outcome.FAILED);
    assertThat(result.receiptsPerCpuSecond()).isPositive();
    assertThat(result.ratio()).isPositive();
  }

  @Test
  @Tag("long")
  void aMillionReceiptsAreAuditedAlikeWithInterruptionsAndWithout() throws IOException {
    AuditBench.Result result = AuditBench.run(folder.resolve("log"), 1_000_000, CORES, _ -> {});
    System.out.printf(
        "%,d receipts audited, %,.0f per second of one core, %.2f of bare recovery%n",
        result.receipts(), result.receiptsPerCpuSecond(), result.ratio());

    long seed = System.nanoTime();
    AuditReport resumed = interrupted(folder.resolve("log"), new Random(seed));
    assertThat(resumed.lasting(Duration.ZERO).toJson())
        .as("seed %d", seed)
        .isEqualTo(result.report().lasting(Duration.ZERO).toJson());
  }

  /** Interrupts an audit twice, somewhere, and goes on with it. */
  private AuditReport interrupted(Path log, Random random) {
    Path state = folder.resolve("audit.state");
    AtomicInteger told = new AtomicInteger();
    for (int interruption = 0; interruption < 2; interruption++) {
      Thread auditor = Thread.currentThread();
      int after = told.get() + 5 + random.nextInt(40);
      AuditReport report =
          AuditBench.audit(
              log,
              options(state, interruption > 0),
              progress -> {
                if (told.incrementAndGet() == after) {
                  auditor.interrupt();
                }
              });
      assertThat(Thread.interrupted()).as("interrupted").isTrue();
      assertThat(report.levels()).as("an interrupted audit says nothing").isEmpty();
      assertThat(state).exists();
    }
    AuditReport report = AuditBench.audit(log, options(state, true), Progress.Listener.silent());
    assertThat(state).doesNotExist();
    return report;
  }

  private static AuditOptions options(Path state, boolean goesOn) {
    return AuditOptions.at(Instant.now())
        .on(CORES)
        .upTo(Level.L4)
        .keeping(new AuditOptions.Keeping(state, goesOn));
  }
}
