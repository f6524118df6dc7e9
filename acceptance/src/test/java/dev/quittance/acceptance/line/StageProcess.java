package dev.quittance.acceptance.line;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One stage in a process of its own, as an operator runs it: {@code quittance run STAGE}. It can
 * die and come back, on the same settings, data and port.
 */
public final class StageProcess implements AutoCloseable {
  private static final Duration READY_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(90);
  private static final String NO_ANSWER = "can't be asked";
  private static final int TAIL_LINES = 40;
  private static final int TAIL_WIDTH = 600;

  private final HttpClient http;
  private final String stage;
  private final String instance;
  private final LineFolder folder;
  private final int port;
  private final Map<String, String> own;
  private int runs;
  private Map<String, String> environment = Map.of();
  private @Nullable Process process;

  StageProcess(
      HttpClient http,
      LineFolder folder,
      String stage,
      String instance,
      int port,
      Map<String, String> own) {
    this.http = http;
    this.stage = stage;
    this.instance = instance;
    this.folder = folder;
    this.port = port;
    this.own = own;
  }

  /** The stage that it runs. */
  public String stage() {
    return stage;
  }

  /** Its name among the processes of the line. */
  public String instance() {
    return instance;
  }

  /** Where it listens. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Whether it was started and has not ended. */
  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Starts it, or starts it again. */
  public void start() {
    start(Map.of());
  }

  /** The same with settings that go over those of the file, as environment variables. */
  public void start(Map<String, String> over) {
    environment = Map.copyOf(over);
    launch();
  }

  private void launch() {
    if (isAlive()) {
      throw new IllegalStateException(instance + " runs already");
    }
    runs++;
    ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true);
    builder.redirectOutput(log().toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(own);
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new AssertionError("can't start " + instance, e);
    }
  }

  /**
   * Waits until it says that it is ready; gives how long that took from the call. One that ended
   * because nobody answered it is started again, as a supervisor does.
   */
  public Duration awaitReady() {
    long begun = System.nanoTime();
    while (!isReady()) {
      if (!isAlive() && hasSaid(NO_ANSWER)) {
        launch();
      }
      if (!isAlive()) {
        throw new AssertionError(instance + " ended before it was ready\n" + tail());
      }
      if (System.nanoTime() - begun > READY_TIMEOUT.toNanos()) {
        throw new AssertionError(instance + " is not ready: " + health("ready") + "\n" + tail());
      }
      Waiting.pause(Duration.ofMillis(50));
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** Whether it answers that it is ready. */
  public boolean isReady() {
    return health("ready").startsWith("200");
  }

  /** Status and body of {@code /health/…}, or why there is none. */
  public String health(String what) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/health/" + what))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    } catch (IOException e) {
      return "no answer: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Ends it as {@code kill -9} does, and waits until it is gone. */
  public void kill() {
    if (process != null) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  /** Asks it to end, as SIGTERM does; gives the exit code. */
  public int stop() {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException(instance + " was never started");
    }
    running.destroy();
    return exitCode(STOP_TIMEOUT);
  }

  /** Waits until it ends by itself, and gives the exit code. */
  public int exitCode(Duration timeout) {
    Process running = process;
    try {
      if (running == null || !running.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(instance + " has not ended in " + timeout + "\n" + tail());
      }
      return running.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Whether it has written this, since it was last started. */
  public boolean hasSaid(String text) {
    return read(log()).contains(text);
  }

  /** The end of what it wrote since it was last started. */
  public String tail() {
    List<String> lines = read(log()).lines().toList();
    return "── "
        + instance
        + ", the end of "
        + log()
        + "\n"
        + lines.stream()
            .skip(Math.max(0, lines.size() - TAIL_LINES))
            .map(line -> line.substring(0, Math.min(line.length(), TAIL_WIDTH)))
            .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    kill();
  }

  private Path log() {
    return folder.log(instance, runs);
  }

  private List<String> command() {
    return Quittance.command(
        folder.settingsFile(),
        384,
        "run",
        stage,
        "-c",
        folder.settingsFile().toString(),
        "--instance",
        instance,
        "--port",
        Integer.toString(port));
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new AssertionError("can't read " + file, e);
    }
  }
}
