package dev.quittance.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is written down about a child process, so that the next start finds it when this process was
 * killed and could not end it.
 *
 * @param pid its process id, which the system may have given to another process since
 * @param started when it started, which tells the two apart
 * @param command its command line, for people
 */
public record ChildRecord(long pid, Instant started, String command) {
  private static final Logger LOG = LoggerFactory.getLogger(ChildRecord.class);

  /**
   * How far two readings of one start time may lie apart: each virtual machine adds the system's
   * boot time, which the clock's corrections move. Far less than a process id takes to come again.
   */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private static final Duration AFTER_FORCE = Duration.ofSeconds(2);

  /** Writes the record; without a readable start time there is nothing safe to write. */
  public static void write(Path file, ProcessHandle process, String command) {
    process
        .info()
        .startInstant()
        .ifPresent(started ->
            KeptProperties.open(file)
                .with("command", command)
                .with("started", started.toString())
                .with("pid", Long.toString(process.pid()))
                .save());
  }

  /**
   * Ends the process of the record if it still runs, then removes the record.
   *
   * @param patience how long it may take to end by itself before it is forced
   */
  public static void endLeftOver(Path file, Duration patience) {
    read(file).flatMap(ChildRecord::running).ifPresent(process -> end(process, patience));
    remove(file);
  }

  /** Forgets a process that has ended. */
  public static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + file, e);
    }
  }

  /** Reads a record; a damaged one counts as absent, as nothing may be ended because of it. */
  static Optional<ChildRecord> read(Path file) {
    KeptProperties kept = KeptProperties.open(file);
    return kept.getLong("pid")
        .flatMap(pid ->
            kept.get("started")
                .flatMap(ChildRecord::instant)
                .map(at -> new ChildRecord(pid, at, kept.get("command").orElse(""))));
  }

  /** Returns the process if it still is the one that was recorded. */
  Optional<ProcessHandle> running() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().startInstant().filter(this::isMine).isPresent());
  }

  private boolean isMine(Instant at) {
    return Duration.between(started, at).abs().compareTo(TOLERANCE) <= 0;
  }

  /** Ends a process: first asked, then forced. */
  public static void end(ProcessHandle process, Duration patience) {
    process.destroy();
    if (!ended(process, patience)) {
      process.destroyForcibly();
      if (!ended(process, AFTER_FORCE)) {
        // Nothing runs on after SIGKILL; what is still listed waits for its parent to collect it.
        LOG.atWarn().addKeyValue("pid", process.pid()).log("Child process is still listed");
      }
    }
  }

  private static boolean ended(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot wait for process " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
