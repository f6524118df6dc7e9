package dev.quittance.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A program that runs beside this process and ends with it. Its output goes to a log file, of which
 * the previous run's is kept with the suffix {@code .1}; its identity goes to a file, so that the
 * next start ends it when this process could not.
 */
final class ChildProcess implements AutoCloseable {
  /**
   * What to run.
   *
   * @param command the program (absolute) and its arguments
   * @param environment variables added to this process's own
   * @param directory the working directory, which also gets {@code NAME.log} and {@code NAME.pid}
   */
  record Spec(
      EmbeddedPart part,
      String name,
      List<String> command,
      Map<String, String> environment,
      Path directory) {
    Spec {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }

    Path logFile() {
      return directory.resolve(name + ".log");
    }

    Path pidFile() {
      return directory.resolve(name + ".pid");
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Spec spec;
  private final Process process;
  private final Optional<ExitHook> hook;

  private ChildProcess(Spec spec, Process process, boolean closeOnExit) {
    this.spec = spec;
    this.process = process;
    this.hook =
        closeOnExit
            ? Optional.of(ExitHook.closing(spec.name(), () -> end(spec, process)))
            : Optional.empty();
  }

  /**
   * Starts the program. What a killed run left over must have been ended before.
   *
   * @param closeOnExit whether the program is ended when the virtual machine ends
   * @throws EmbeddedPartFailed when it cannot be started
   */
  static ChildProcess start(Spec spec, boolean closeOnExit) {
    try {
      keepPreviousLog(spec.logFile());
      Process process = builder(spec).start();
      ChildRecord.write(spec.pidFile(), process.toHandle(), String.join(" ", spec.command()));
      return new ChildProcess(spec, process, closeOnExit);
    } catch (IOException e) {
      throw new EmbeddedPartFailed(
          spec.part(),
          "it could not be started (" + e.getMessage() + ")",
          "Check that " + spec.command().getFirst() + " may be run by this user.",
          spec.logFile(),
          e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Returns the exit code once the program has ended. */
  Optional<Integer> exitCode() {
    return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
  }

  Spec spec() {
    return spec;
  }

  /** Asks the program to end, waits, forces it if it does not. May be called more than once. */
  @Override
  public void close() {
    end(spec, process);
    hook.ifPresent(ExitHook::cancel);
  }

  private static void end(Spec spec, Process process) {
    ChildRecord.end(process.toHandle(), PATIENCE);
    ChildRecord.remove(spec.pidFile());
  }

  private static ProcessBuilder builder(Spec spec) {
    List<String> command = new ArrayList<>();
    // A terminal's Ctrl-C goes to every process of the group. In a session of its own the child
    // stays up until its users in this process have stopped.
    program("setsid").ifPresent(command::add);
    command.addAll(spec.command());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(spec.directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(spec.logFile().toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS"); // meant for this process, not for the child
    builder.environment().putAll(spec.environment());
    return builder;
  }

  private static Optional<String> program(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Pattern.compile(":")
        .splitAsStream(path)
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private static void keepPreviousLog(Path log) throws IOException {
    if (Files.exists(log)) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
