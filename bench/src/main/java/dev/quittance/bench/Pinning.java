package dev.quittance.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which processors the measured process has, and which are left to broker and load. By {@code
 * taskset} of util-linux; where there is none, or one processor only, everybody shares all.
 *
 * @param taskset the program; empty when nothing is pinned
 * @param measured the processor of the measured process
 * @param rest those of the rest, as taskset's list
 */
record Pinning(Optional<Path> taskset, int measured, String rest) {
  private static final Pattern ALLOWED = Pattern.compile("Cpus_allowed_list:\\s*(\\S+)");
  private static final int PATIENCE_S = 10;

  /** What this machine allows. */
  static Pinning here() {
    List<Integer> processors = processors();
    Optional<Path> taskset = program("taskset");
    if (processors.size() < 2 || taskset.isEmpty()) {
      return new Pinning(Optional.empty(), 0, "");
    }
    List<Integer> rest = processors.subList(0, processors.size() - 1);
    return new Pinning(
        taskset,
        processors.getLast(),
        String.join(",", rest.stream().map(String::valueOf).toList()));
  }

  /** Whether the measured process has a processor that the rest leaves alone. */
  boolean isPinned() {
    return taskset.isPresent();
  }

  /** A command that runs on the measured process's processor. */
  List<String> pinned(List<String> command) {
    List<String> all = new ArrayList<>();
    taskset.ifPresent(
        program -> all.addAll(List.of(program.toString(), "-c", Integer.toString(measured))));
    all.addAll(command);
    return all;
  }

  /** Takes this process, and those that it has started, off the measured process's processor. */
  void makeRoom() throws IOException {
    if (taskset.isEmpty()) {
      return;
    }
    ProcessHandle own = ProcessHandle.current();
    for (ProcessHandle process : Stream.concat(Stream.of(own), own.descendants()).toList()) {
      move(taskset.get(), process.pid());
    }
  }

  /** A child that is just ending can't be moved, and needn't be. */
  private void move(Path program, long pid) throws IOException {
    Process moving =
        new ProcessBuilder(program.toString(), "-a", "-c", "-p", rest, Long.toString(pid))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!moving.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
        moving.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while processors were shared out", e);
    }
  }

  /** Processors that this process may use; none where the system does not say. */
  private static List<Integer> processors() {
    try {
      Matcher allowed = ALLOWED.matcher(Files.readString(Path.of("/proc/self/status")));
      return allowed.find() ? parse(allowed.group(1)) : List.of();
    } catch (IOException _) {
      return List.of();
    }
  }

  /** Reads a list such as {@code 0-2,5} (cpuset(7), list format). */
  static List<Integer> parse(String list) {
    return Pattern.compile(",")
        .splitAsStream(list)
        .flatMap(range -> {
          int dash = range.indexOf('-');
          int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
          int last = Integer.parseInt(range.substring(dash + 1));
          return IntStream.rangeClosed(first, last).boxed();
        })
        .toList();
  }

  private static Optional<Path> program(String name) {
    return Pattern.compile(":")
        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
