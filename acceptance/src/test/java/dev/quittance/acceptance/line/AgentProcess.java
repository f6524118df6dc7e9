package dev.quittance.acceptance.line;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code quittance agent run} on a line that exists, in a process of its own; it can die and come
 * back.
 */
public final class AgentProcess implements AutoCloseable {
  private static final Duration READY_TIMEOUT = Duration.ofMinutes(4);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
  private static final String READY = "All at work";
  private static final int TAIL_LINES = 40;

  private final Path settings;
  private final Path agentFile;
  private final String gigent;
  private final String instance;
  private final Map<String, String> environment;
  private int runs;
  private @Nullable Process process;

  /**
   * @param settings of the line
   * @param gigent base URL of the back end
   * @param environment what it is started with besides
   */
  public AgentProcess(
      Path settings,
      Path agentFile,
      String gigent,
      String instance,
      Map<String, String> environment) {
    this.settings = settings;
    this.agentFile = agentFile;
    this.gigent = gigent;
    this.instance = instance;
    this.environment = Map.copyOf(environment);
  }

  /** Starts it, or starts it again. */
  public void start() {
    runs++;
    ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true);
    builder.redirectOutput(log(runs).toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new AssertionError("can't start " + instance, e);
    }
  }

  /** Waits until it has said that all is at work; one that ended meanwhile is started again. */
  public void awaitReady() {
    Waiting.until(
        instance + " to be ready",
        READY_TIMEOUT,
        () -> {
          if (!isAlive()) {
            start();
          }
          return read(log(runs)).contains(READY);
        },
        this::tail);
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Ends it as {@code kill -9} does, and waits until it is gone. */
  public void kill() {
    if (process != null) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  /** Asks it to end, as SIGTERM does; gives the exit code. */
  public int stop() throws InterruptedException {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException(instance + " was never started");
    }
    running.destroy();
    if (!running.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(instance + " has not ended\n" + tail());
    }
    return running.exitValue();
  }

  /** All that it wrote, over all of its lives. */
  public String said() {
    StringBuilder said = new StringBuilder();
    for (int run = 1; run <= runs; run++) {
      said.append(read(log(run)));
    }
    return said.toString();
  }

  /** The end of what it wrote since it was last started. */
  public String tail() {
    List<String> lines = read(log(runs)).lines().toList();
    return lines.stream()
        .skip(Math.max(0, lines.size() - TAIL_LINES))
        .collect(Collectors.joining("\n", "── " + instance + "\n", ""));
  }

  @Override
  public void close() {
    kill();
  }

  private Path log(int run) {
    return agentFile.resolveSibling(instance + "." + run + ".log");
  }

  private List<String> command() {
    return Quittance.command(
        agentFile,
        448,
        "agent",
        "run",
        "-c",
        agentFile.toString(),
        "-u",
        gigent,
        "--settings",
        settings.toString(),
        "--instance",
        instance);
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new AssertionError("can't read " + file, e);
    }
  }
}
