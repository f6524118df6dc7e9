package dev.quittance.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChildRecordTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @TempDir Path directory;
  private Process sleeper;
  private Path file;

  @BeforeEach
  void startSleeper() throws Exception {
    sleeper = new ProcessBuilder("sleep", "60").start();
    file = directory.resolve("sleeper.pid");
  }

  @AfterEach
  void endSleeper() {
    sleeper.destroyForcibly();
  }

  @Test
  void endsTheProcessThatWasRecorded() throws Exception {
    ChildRecord.write(file, sleeper.toHandle(), "sleep 60");
    ChildRecord.endLeftOver(file, PATIENCE);
    assertThat(sleeper.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(file).doesNotExist();
  }

  @Test
  void leavesAnotherProcessWithTheSameIdAlone() {
    Instant earlier = started().minus(Duration.ofMinutes(1));
    record(Long.toString(sleeper.pid()), earlier.toString());
    ChildRecord.endLeftOver(file, PATIENCE);
    assertThat(sleeper.isAlive()).isTrue();
    assertThat(file).doesNotExist();
  }

  @Test
  void knowsTheProcessAgainWhenTheClockWasCorrected() {
    record(Long.toString(sleeper.pid()), started().plusMillis(900).toString());
    assertThat(ChildRecord.read(file).flatMap(ChildRecord::running)).contains(sleeper.toHandle());
  }

  @Test
  void forcesAProcessThatDoesNotWantToEnd() throws Exception {
    Process stubborn =
        new ProcessBuilder("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done")
            .start();
    try {
      assertThat(stubborn.inputReader().readLine()).isEqualTo("ready");
      ChildRecord.write(file, stubborn.toHandle(), "sh");
      ChildRecord.endLeftOver(file, Duration.ofMillis(200));
      assertThat(stubborn.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      stubborn.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "pid=", "pid=-1\nstarted=2026-01-01T00\\:00\\:00Z", "pid=7\nstarted=x"})
  void countsADamagedRecordAsAbsent(String content) throws Exception {
    Files.writeString(file, content);
    assertThat(ChildRecord.read(file)).isEmpty();
    ChildRecord.endLeftOver(file, PATIENCE);
    assertThat(file).doesNotExist();
  }

  private Instant started() {
    return sleeper.info().startInstant().orElseThrow();
  }

  private void record(String pid, String started) {
    KeptProperties.open(file).with("pid", pid).with("started", started).save();
  }
}
