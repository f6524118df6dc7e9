package dev.quittance.acceptance;

import dev.quittance.acceptance.line.Quittance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Every stage of a line in one process of its own, from the packaged jar. */
final class LineProcess implements AutoCloseable {
  private static final int END_TIMEOUT_S = 90;

  private final Process process;
  private final Path log;

  private LineProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts {@code quittance run all}; what it logs is added to the file. */
  static LineProcess start(Path settings, Path log) throws IOException {
    Process process =
        new ProcessBuilder(
                Quittance.command(settings, 1024, "run", "all", "-c", settings.toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new LineProcess(process, log);
  }

  /** Whether all stages have been at work, and the process is there. */
  boolean isAtWork() {
    if (!process.isAlive()) {
      throw new AssertionError("the line ended with " + process.exitValue() + "\n" + said());
    }
    return said().contains("all stages are at work");
  }

  /** Asks it to end, and gives its exit code. */
  int stop() {
    process.destroy();
    return awaitEnd();
  }

  /** Ends it as kill -9 does. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** What it has logged. */
  String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }

  private int awaitEnd() {
    try {
      if (!process.waitFor(END_TIMEOUT_S, TimeUnit.SECONDS)) {
        throw new AssertionError("the line has not ended in " + END_TIMEOUT_S + " s\n" + said());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
