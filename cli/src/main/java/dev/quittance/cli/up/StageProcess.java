package dev.quittance.cli.up;

import dev.quittance.embedded.ChildRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Utils;

/** One running process of a stage. */
final class StageProcess {
  private static final Duration LEFT_OVER_PATIENCE = Duration.ofSeconds(2);

  private final StageSpec spec;
  private final Process process;
  private final int port;
  private final Instant started = Instant.now();

  private StageProcess(StageSpec spec, Process process, int port) {
    this.spec = spec;
    this.process = process;
    this.port = port;
  }

  /** Starts it; one that an earlier, killed run has left is ended first. */
  static StageProcess start(StageSpec spec, int port) throws IOException {
    ChildRecord.endLeftOver(spec.identity(), LEFT_OVER_PATIENCE);
    Utils.delete(spec.temporary().toFile());
    Files.createDirectories(spec.temporary());
    if (Files.exists(spec.log())) {
      Path previous = spec.folder().resolve(spec.instance() + ".log.1");
      Files.move(spec.log(), previous, StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> command = new ArrayList<>();
    // A terminal's Ctrl-C goes to every process of the group; stages are stopped in their order.
    program("setsid").ifPresent(command::add);
    command.addAll(spec.command(port));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(spec.log().toFile());
    // The line's settings are those of its file alone; the rest was meant for this process.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("QUITTANCE_") || name.equals("JAVA_TOOL_OPTIONS"));
    // With one arena per thread the C library keeps what RocksDB has freed.
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    Process process = builder.start();
    ChildRecord.write(spec.identity(), process.toHandle(), String.join(" ", command));
    return new StageProcess(spec, process, port);
  }

  long pid() {
    return process.pid();
  }

  int port() {
    return port;
  }

  Duration up() {
    return Duration.between(started, Instant.now());
  }

  String url() {
    return "http://" + spec.host() + ":" + port;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int exitCode() {
    return process.exitValue();
  }

  /** Asks it to end. */
  void terminate() {
    process.destroy();
  }

  /** Waits for its end; whether it came. */
  boolean awaitEnd(Duration patience) {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  /** Ends it at once if it still runs, and forgets it. */
  void end() {
    if (process.isAlive()) {
      process.destroyForcibly();
      awaitEnd(LEFT_OVER_PATIENCE);
    }
    ChildRecord.remove(spec.identity());
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
}
