package dev.quittance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.acceptance.line.Quittance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A program of the packaged jar in a process of its own, whose output is JSON lines. */
final class UpProcess implements AutoCloseable {
  private static final Duration END_TIMEOUT = Duration.ofSeconds(150);

  private final Process process;
  private final Path out;
  private final Path err;

  private UpProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts {@code quittance} with these arguments. */
  static UpProcess start(Path folder, String... arguments) throws IOException {
    Path out = Files.createTempFile(folder, "stdout", "");
    Path err = Files.createTempFile(folder, "stderr", "");
    Process process =
        new ProcessBuilder(Quittance.command(out, 512, arguments))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new UpProcess(process, out, err);
  }

  /** The events so far, in their order. */
  List<JsonNode> events() {
    return read(out).lines().filter(line -> line.endsWith("}")).map(Orders::parse).toList();
  }

  /** Waits for an event behind the first {@code after} ones, and gives it. */
  JsonNode await(String what, int after, Duration timeout, Predicate<JsonNode> wanted) {
    long end = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < end) {
      List<JsonNode> events = events();
      for (JsonNode event : events.subList(Math.min(after, events.size()), events.size())) {
        if (wanted.test(event)) {
          return event;
        }
      }
      assertThat(process.isAlive()).as("it still runs\n%s", said()).isTrue();
      pause();
    }
    throw new AssertionError("waited " + timeout + " for " + what + "\n" + said());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** How it ended. */
  int exitCode() {
    return process.exitValue();
  }

  /** Every process that it has started, and those have. */
  List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  /** Asks it to end, as SIGTERM does, and gives the exit code. */
  int terminate() {
    process.destroy();
    try {
      assertThat(process.waitFor(END_TIMEOUT.toSeconds(), TimeUnit.SECONDS))
          .as("it has ended\n%s", said())
          .isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return process.exitValue();
  }

  /** All that it said, to be read when a test fails. */
  String said() {
    return "standard error:\n" + read(err) + "\nstandard output:\n" + read(out);
  }

  /** Ends it and its children in any case. */
  @Override
  public void close() {
    List<ProcessHandle> children = children();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    children.forEach(child -> child.onExit().join());
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError("can't read " + file, e);
    }
  }
}
