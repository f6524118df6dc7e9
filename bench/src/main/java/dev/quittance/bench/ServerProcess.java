package dev.quittance.bench;

import dev.quittance.line.LineProblem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@link MeasuredServer} in a process of its own. Used by one thread. */
final class ServerProcess implements AutoCloseable {
  private static final int END_PATIENCE_S = 20;

  /** As {@code ./quittance run} starts stages. */
  private static final List<String> OPTIONS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Xmx1g",
          "-XX:+UseSerialGC");

  private final Process process;
  private final BufferedReader out;
  private final PrintStream in;
  private final Path profiles;
  private final int port;

  private ServerProcess(Process process, Path log, Path profiles) throws IOException {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.US_ASCII);
    this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    this.profiles = profiles;
    String line = out.readLine();
    if (line == null || !line.startsWith("port ")) {
      process.destroyForcibly();
      throw new LineProblem(
          LineProblem.Kind.FAILED,
          "the measured server did not start: " + lastLines(log),
          "See that the machine has memory for another process of a GiB.");
    }
    this.port = Integer.parseInt(line.substring("port ".length()));
  }

  /**
   * Starts one and waits until it can be asked.
   *
   * @param folder where the settings are, and its log will be
   * @param profiles where its profiles go
   */
  static ServerProcess start(
      MeasuredServer.Kind kind, Path settings, Path folder, Path profiles, Pinning pinning)
      throws IOException {
    Path log = folder.resolve(kind + ".log");
    List<String> command =
        Stream.of(
                Stream.of(ProcessHandle.current().info().command().orElse("java")),
                OPTIONS.stream(),
                home(),
                Stream.of(
                    "-cp",
                    System.getProperty("java.class.path"),
                    MeasuredServer.class.getName(),
                    kind.name(),
                    settings.toString(),
                    profiles.toString()))
            .flatMap(part -> part)
            .toList();
    Process process =
        new ProcessBuilder(pinning.pinned(command)).redirectError(log.toFile()).start();
    return new ServerProcess(process, log, profiles);
  }

  /** Where it listens. */
  int port() {
    return port;
  }

  /** Processor time that it has used. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Memory of it that is resident now. */
  long residentBytes() {
    return ProcessUsage.resident(process.toHandle());
  }

  /** Starts its profiler. */
  void profile() throws IOException {
    ask("profile");
  }

  /** Stops its profiler. */
  Profile profiled(String phase) throws IOException {
    ask("profiled " + phase);
    return Profile.of(
        phase,
        Files.readAllLines(profiles.resolve(phase + ".collapsed")).stream(),
        Optional.of(profiles.resolve(phase + ".html").toAbsolutePath()));
  }

  @Override
  public void close() {
    in.close();
    try {
      if (!process.waitFor(END_PATIENCE_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void ask(String what) throws IOException {
    in.println(what);
    String answer = out.readLine();
    if (!"done".equals(answer)) {
      throw new IOException("the measured server does not answer to '" + what + "': " + answer);
    }
  }

  private static Stream<String> home() {
    String home = System.getProperty("quittance.home");
    return home == null ? Stream.empty() : Stream.of("-Dquittance.home=" + home);
  }

  private static String lastLines(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
  }
}
