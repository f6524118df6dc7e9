package dev.quittance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.acceptance.line.Quittance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The demo as the launcher starts it: a process of its own, from the packaged jar. */
final class DemoProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern STAYS_UP = Pattern.compile("The line stays up: (http://\\S+)");
  private static final Duration RESULT_TIMEOUT = Duration.ofMinutes(6);
  private static final Duration END_TIMEOUT = Duration.ofSeconds(150);
  private static final int TAIL_LINES = 40;

  private final Process process;
  private final DemoData data;
  private final Path out;
  private final Path err;

  private DemoProcess(Process process, DemoData data, Path out, Path err) {
    this.process = process;
    this.data = data;
    this.out = out;
    this.err = err;
  }

  /** Starts {@code quittance demo --json --data DATA} with these further arguments. */
  static DemoProcess start(DemoData data, String... arguments) throws IOException {
    Path out = Files.createTempFile(data.root().getParent(), "stdout", "");
    Path err = Files.createTempFile(data.root().getParent(), "stderr", "");
    List<String> command =
        Quittance.command(data.root(), 1024, "demo", "--json", "--data", data.root().toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new DemoProcess(process, data, out, err);
  }

  /** Waits for the result and gives it. */
  JsonNode result() throws IOException {
    await("the result", RESULT_TIMEOUT, () -> read(out).endsWith("\n"));
    return JSON.readTree(read(out));
  }

  /** Waits until the demo says where the line can be reached, and gives the URL. */
  String gatewayUrl() {
    await("the line to stay up", END_TIMEOUT, () -> STAYS_UP.matcher(read(err)).find());
    Matcher url = STAYS_UP.matcher(read(err));
    assertThat(url.find()).isTrue();
    return url.group(1);
  }

  /** The processes that it has started and that live, with theirs. */
  List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  /** Asks it to end, as Ctrl-C does, and gives the exit code. */
  int stop() {
    process.destroy();
    return exitCode();
  }

  /** Waits until it ends by itself, and gives the exit code. */
  int exitCode() {
    try {
      assertThat(process.waitFor(END_TIMEOUT.toSeconds(), TimeUnit.SECONDS))
          .as("the demo has ended\n%s", said())
          .isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return process.exitValue();
  }

  /** The end of what it wrote to standard error and to its log: to be read when a test fails. */
  String said() {
    return "standard error:\n" + tail(err) + "\nquittance.log:\n" + tail(data.log());
  }

  /** Ends it and its children in any case. */
  @Override
  public void close() {
    List<ProcessHandle> children = children();
    if (process.isAlive()) {
      process.destroyForcibly();
    }
    children.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    children.forEach(child -> child.onExit().join());
  }

  private void await(String what, Duration timeout, BooleanSupplier condition) {
    long end = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (!process.isAlive() && !condition.getAsBoolean()) {
        throw new AssertionError(
            "the demo ended with " + process.exitValue() + " before " + what + "\n" + said());
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("waited " + timeout + " for " + what + "\n" + said());
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new AssertionError("can't read " + file, e);
    }
  }

  private static String tail(Path file) {
    List<String> lines = read(file).lines().toList();
    return lines.stream()
        .skip(Math.max(0, lines.size() - TAIL_LINES))
        .collect(Collectors.joining("\n"));
  }
}
